import { bdi } from '../platform/dom.ts'

/** A sentence with names in it, each kept apart from the direction of the words around: "{1} hands you over to {2}." */
export function filled(sentence: string, ...names: string[]): (Node | string)[] {
  return sentence
    .split(/\{(\d)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : bdi(names[Number(piece) - 1] ?? '')))
}
