/**
 * Windows that are never captured and never driven, by a part of their class or title: password managers, and what asks for a
 * password on behalf of the system (FEATURES N4), and every panel: of a second Support Manager, or in a browser that was open
 * before, whose processes are not known to be ours (THREATS C6). More come from the site or by `--deny`.
 */
export const DENIED_WINDOWS: readonly string[] = [
  '1password',
  'bitwarden',
  'dashlane',
  'deskside-support-manager',
  'enpass',
  'gcr-prompter',
  'keepass',
  'keeper password manager',
  'keychain',
  'kwalletmanager',
  'lastpass',
  'nordpass',
  'pinentry',
  'polkit',
  'proton pass',
  'roboform',
  'seahorse',
  ' – support manager',
]
