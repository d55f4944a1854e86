/** By which two spellings are one skill: "spanish" is "Spanish". */
export const skillKey = (skill: string): string => skill.trim().toLowerCase()
