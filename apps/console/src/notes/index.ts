export { NotesEditor } from './NotesEditor.tsx'
