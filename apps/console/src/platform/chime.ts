/** A sound that a browser holds back for longer than this is not made up for. Milliseconds. */
const TOO_LATE_MS = 1_000

let audio: AudioContext | undefined
let heldBack = false

/**
 * Two soft tones, made on the spot. A browser that allows no sound before a click stays silent.
 * @param loudness from 0 to 1
 */
export function chime(loudness = 0.3): void {
  audio ??= new AudioContext()
  if (audio.state === 'running') return sound(audio, loudness)
  // One at most waits until the browser lets it: else all would sound at once.
  if (heldBack) return
  heldBack = true
  const asked = Date.now()
  const context = audio
  void context.resume().then(() => {
    heldBack = false
    if (Date.now() - asked < TOO_LATE_MS) sound(context, loudness)
  })
}

function sound(context: AudioContext, loudness: number): void {
  const start = context.currentTime
  for (const [index, frequency] of [660, 880].entries()) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const from = start + index * 0.16
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0, from)
    volume.gain.linearRampToValueAtTime(loudness / 2, from + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.35)
    tone.connect(volume).connect(context.destination)
    tone.start(from)
    tone.stop(from + 0.4)
  }
}
