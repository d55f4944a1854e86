/** Deskside's mark. It always stands beside the name or in a named control. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        className="fill-on-accent"
        d="M7 11.5A2.500 2.500 0 0 1 9.500 9h13a2.500 2.500 0 0 1 2.500 2.500V18a2.500 2.500 0 0 1-2.500 2.500H17l-4.300 3.700c-.5.4-1.200.1-1.200-.6v-3.100h-2A2.500 2.500 0 0 1 7 18z"
      />
    </svg>
  )
}
