import { roughMinutes } from './en.ts'
import type { Words } from './words.ts'

export const de: Words = {
  lang: 'de',
  dir: 'ltr',
  getHelp: 'Hilfe holen',
  leaveMessage: 'Nachricht hinterlassen',
  yourName: 'Ihr Name',
  required: 'erforderlich',
  chooseOne: 'Bitte wählen',
  close: 'Schließen',
  minimise: 'Weglegen',
  oneMoment: 'Einen Moment …',
  waitingIn: 'Sie warten auf Hilfe: ',
  position: (position) =>
    position === 1
      ? 'Sie sind Nummer 1 in der Reihe: Sie sind als Nächstes dran.'
      : `Sie sind Nummer ${position} in der Reihe.`,
  inLine: (position) => `Nummer ${position} in der Reihe`,
  estimate(seconds) {
    if (seconds === null) return 'Wie lange es dauert, können wir noch nicht sagen.'
    if (seconds < 60) return 'Vermutlich dauert es keine Minute.'
    const minutes = roughMinutes(seconds)
    if (minutes > 90) return `Vermutlich dauert es etwa ${Math.ceil(minutes / 60)} Stunden.`
    return `Vermutlich dauert es etwa ${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'}.`
  },
  since: (clock) => `Sie warten seit ${clock}.`,
  lostAgent: ' hat die Verbindung verloren. Sie sind wieder in der Reihe, mit der Zeit, die Sie gewartet haben.',
  stayOnSite: 'Sie können sich inzwischen auf dieser Website umsehen: Ihr Platz bleibt Ihnen, und wir melden uns hier.',
  nothingSeen:
    'Niemand kann auf Ihrem Computer etwas sehen oder bedienen. Bevor etwas gezeigt wird, werden Sie gefragt.',
  leave: 'Verlassen',
  leaveQuestion: 'Die Reihe verlassen?',
  leaveMeans: 'Ihr Platz geht verloren. Wenn Sie wiederkommen, stehen Sie hinten an.',
  stay: 'Bleiben',
  youLeft: 'Sie haben die Reihe verlassen. Kommen Sie wieder, wann immer Sie möchten.',
  youAreGone:
    'Sie stehen nicht mehr in der Reihe: Diese Website war zu lange geschlossen oder ohne Verbindung. Sie können sich wieder anstellen.',
  elsewhere: (position) => `Sie warten hier schon in einer anderen Reihe, als Nummer ${position}.`,
  closedNow: 'Wir haben gerade geschlossen.',
  opensAt: (when) => `Wir öffnen wieder ${when}, Ihrer Zeit.`,
  today: (clock) => `heute um ${clock}`,
  tomorrow: (clock) => `morgen um ${clock}`,
  onDay: (day, clock) => `am ${day} um ${clock}`,
  opensInTab: 'öffnet sich in einem neuen Tab',
  interrupted: 'Ihre Verbindung war unterbrochen. Wir verbinden neu; nichts geht verloren.',
  tryAgain: 'Noch einmal versuchen',
  noQueue: 'Hier gibt es keine Reihe mehr, in der man warten kann.',
  helpsYou: ' hilft Ihnen jetzt',
  ready: (name) => `${name} ist jetzt für Sie da.`,
  problems: {
    name: 'Bitte schreiben Sie Ihren Namen.',
    nameLong: 'Ein Name hat höchstens 80 Zeichen.',
    oneLine: 'Schreiben Sie das in einer Zeile.',
    missing: {
      text: 'Bitte beantworten Sie das.',
      'long-text': 'Bitte beantworten Sie das.',
      email: 'Bitte schreiben Sie Ihre E-Mail-Adresse.',
      phone: 'Bitte schreiben Sie Ihre Telefonnummer.',
      choice: 'Bitte wählen Sie eine Antwort.',
    },
    wrong: {
      text: 'Schreiben Sie das in einer Zeile.',
      'long-text': 'Bitte schreiben Sie das anders.',
      email: 'Schreiben Sie eine E-Mail-Adresse wie anna@example.com.',
      phone: 'Schreiben Sie eine Telefonnummer wie +49 30 901820.',
      choice: 'Wählen Sie eine der Antworten aus der Liste.',
    },
    tooMany: 'Das war zu schnell. Warten Sie einen Moment und versuchen Sie es noch einmal.',
    unreachable:
      'Wir sind gerade nicht erreichbar. Versuchen Sie es gleich noch einmal; was Sie geschrieben haben, bleibt.',
    notHere: 'Auf dieser Seite wird keine Hilfe angeboten.',
    other: 'Etwas ist schiefgegangen. Versuchen Sie es noch einmal; was Sie geschrieben haben, bleibt.',
  },
}
