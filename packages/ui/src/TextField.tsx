import { useId } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'

interface FieldWords {
  readonly label: string
  /** Below the field, always there. */
  readonly hint?: ReactNode
  /** What is wrong and how to mend it; read out with the field. */
  readonly error?: string | undefined
  /** Beside the label, for the eyes only: what it says, the control says by itself, as by `required`. */
  readonly mark?: string | undefined
  readonly fieldClassName?: string
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'id' | 'children'> & FieldWords & { readonly id?: string }
type SelectFieldProps = Omit<ComponentProps<'select'>, 'id'> & FieldWords & { readonly id?: string }
type TextAreaFieldProps = Omit<ComponentProps<'textarea'>, 'id' | 'children'> & FieldWords & { readonly id?: string }

export const FIELD_CLASSES =
  'w-full rounded-control border border-line-strong bg-surface text-ink placeholder:text-ink-soft aria-invalid:border-danger-ink aria-invalid:border-2'

/** One line of text with its label, hint and error. */
export function TextField({ label, hint, error, mark, fieldClassName, className, id, ...input }: TextFieldProps) {
  const { fieldId, described, words } = useFieldWords({ hint, error }, id)
  return (
    <div className={cx('flex flex-col gap-1.5', fieldClassName)}>
      <FieldLabel fieldId={fieldId} label={label} mark={mark} />
      <input
        type="text"
        {...input}
        id={fieldId}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={cx(FIELD_CLASSES, 'min-h-11 px-3 py-2', className)}
      />
      {words}
    </div>
  )
}

/** Several lines of text with label, hint and error. */
export function TextAreaField({
  label,
  hint,
  error,
  mark,
  fieldClassName,
  className,
  id,
  ...area
}: TextAreaFieldProps) {
  const { fieldId, described, words } = useFieldWords({ hint, error }, id)
  return (
    <div className={cx('flex flex-col gap-1.5', fieldClassName)}>
      <FieldLabel fieldId={fieldId} label={label} mark={mark} />
      <textarea
        rows={4}
        {...area}
        id={fieldId}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={cx(FIELD_CLASSES, 'px-3 py-2', className)}
      />
      {words}
    </div>
  )
}

/** One of several, given as `<option>`s, with label, hint and error. */
export function SelectField({
  label,
  hint,
  error,
  mark,
  fieldClassName,
  className,
  id,
  children,
  ...select
}: SelectFieldProps) {
  const { fieldId, described, words } = useFieldWords({ hint, error }, id)
  return (
    <div className={cx('flex flex-col gap-1.5', fieldClassName)}>
      <FieldLabel fieldId={fieldId} label={label} mark={mark} />
      <select
        {...select}
        id={fieldId}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={cx(FIELD_CLASSES, 'min-h-11 px-3 py-2', className)}
      >
        {children}
      </select>
      {words}
    </div>
  )
}

interface FieldLabelProps extends Pick<FieldWords, 'label' | 'mark'> {
  readonly fieldId: string
}

function FieldLabel({ fieldId, label, mark }: FieldLabelProps) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3">
      <label htmlFor={fieldId} className="min-w-0 font-medium wrap-anywhere">
        {label}
      </label>
      {mark ? (
        <span aria-hidden="true" className="text-sm text-ink-soft">
          {mark}
        </span>
      ) : null}
    </div>
  )
}

function useFieldWords({ hint, error }: Pick<FieldWords, 'hint' | 'error'>, id: string | undefined) {
  const made = useId()
  const fieldId = id ?? made
  const described =
    [error ? `${fieldId}-error` : '', hint ? `${fieldId}-hint` : ''].filter(Boolean).join(' ') || undefined
  const words = (
    <>
      {error ? (
        <p id={`${fieldId}-error`} className="flex gap-1.5 text-sm font-medium text-danger-ink">
          <span aria-hidden="true">⚠</span>
          <span>{error}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={`${fieldId}-hint`} className="text-sm text-ink-soft">
          {hint}
        </p>
      ) : null}
    </>
  )
  return { fieldId, described, words }
}
