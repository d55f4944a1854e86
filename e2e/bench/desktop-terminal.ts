// What a terminal shows on the measured display: `node desktop-terminal.ts type|scroll|text`. The same in every run.

const words =
  'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa'.split(' ')
const [what] = process.argv.slice(2)
let state = 12_345
const next = (below: number): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
  return (state >>> 8) % below
}
const line = (): string => {
  let text = ''
  while (text.length < 90) text += `${words[next(words.length)]} `
  return `\u001b[3${next(8)}m${text.slice(0, 90)}\u001b[0m`
}

process.stdout.write('\u001b[2J\u001b[H')
if (what === 'type') {
  // Ten keys a second, as a terminal shows them, over a screen of text.
  process.stdout.write(`${Array.from({ length: 12 }, line).join('\r\n')}\r\n\r\n\u001b[s`)
  let typed = 0
  setInterval(() => {
    if (typed % 80 === 0) process.stdout.write('\u001b[u\u001b[K')
    process.stdout.write(String.fromCharCode(97 + (typed % 26)))
    typed += 1
  }, 100)
} else if (what === 'scroll') {
  // As a long listing does: a hundred and fifty lines a second, several at once.
  setInterval(() => process.stdout.write(Array.from({ length: 5 }, () => `${line()}\r\n`).join('')), 1000 / 30)
} else {
  process.stdout.write(Array.from({ length: 30 }, line).join('\r\n'))
  setInterval(() => undefined, 60_000)
}
