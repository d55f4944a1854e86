/** "You are number 3 in line." 1 is next. */
export function positionWords(position: number): string {
  return position === 1 ? 'You are number 1 in line: you are next.' : `You are number ${position} in line.`
}

/** How long it may still take, in words that promise no more than an estimate can; null: nobody knows. */
export function estimateWords(seconds: number | null): string {
  if (seconds === null) return 'We cannot say yet how long it takes.'
  if (seconds < 60) return 'We think it takes less than a minute.'
  const minutes = Math.ceil(seconds / 60)
  if (minutes > 90) return `We think it takes about ${Math.ceil(minutes / 60)} hours.`
  // The longer it takes, the less is known to the minute.
  const said = minutes <= 20 ? minutes : Math.ceil(minutes / 5) * 5
  return `We think it takes about ${said} ${said === 1 ? 'minute' : 'minutes'}.`
}
