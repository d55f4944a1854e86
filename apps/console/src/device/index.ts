export { DeviceTools } from './DeviceTools.tsx'
export { ScriptLibrary } from './ScriptLibrary.tsx'
