/** Something that this computer cannot do, in a sentence for people (device R9). */
export class CannotDo extends Error {}
