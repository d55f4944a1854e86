import { ERROR_CODES, ERRORS } from '@deskside/protocol'

/** docs/errors.md, as the catalogue has it. */
export function errorsPage(): string {
  const rows = ERROR_CODES.map(
    (code) =>
      `| \`${code}\` | ${ERRORS[code].status} | ${ERRORS[code].retry ? 'yes' : 'no'} | ${ERRORS[code].sentence} |`,
  )
  return [
    '# Errors',
    '',
    'Everything that Deskside refuses or fails at, from the catalogue in `packages/protocol/src/errors.ts`; a check keeps this page equal to it.',
    'An HTTP answer has the status below and the body `{code, message, retry, fields?, details?}`; a refusal over the socket has the same body.',
    '',
    '| code | status | same call again may work | what a person reads |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
