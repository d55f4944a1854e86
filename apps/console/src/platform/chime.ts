let audio: AudioContext | undefined

/** Two soft tones, made on the spot. A browser that allows no sound before a click stays silent. */
export function chime(): void {
  audio ??= new AudioContext()
  const start = audio.currentTime
  for (const [index, frequency] of [660, 880].entries()) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    const from = start + index * 0.16
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0, from)
    volume.gain.linearRampToValueAtTime(0.15, from + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.35)
    tone.connect(volume).connect(audio.destination)
    tone.start(from)
    tone.stop(from + 0.4)
  }
}
