export { ApiError, callApi } from './signal/api.ts'
export type { Answer, ApiCall, ApiServer } from './signal/api.ts'
export type { ConnectionPhase } from './signal/connection.ts'
export { createSource } from './signal/observable.ts'
export type { Observable, Source } from './signal/observable.ts'
export { fetchPass, fetchProgramFiles, startDownload } from './download/program-files.ts'
export { joinSession, solveChallenge } from './invite/join.ts'
export { PlaceClient } from './queue/place-client.ts'
export type { Parting, PlaceView, WaitingPlace } from './queue/place-client.ts'
export { createLiveClient } from './session/live-client.ts'
export type { LiveClient, LiveOptions, LiveState } from './session/live-client.ts'
export { SessionClient } from './session/session-client.ts'
export type { SessionView } from './session/session-client.ts'
export type { ChosenState, InboxClient, InboxView } from './queue/inbox-client.ts'
export type { OutboxEntry } from './chat/outbox.ts'
export { screenCaptureSupport } from './media/port.ts'
export type { MediaPort } from './media/port.ts'
export type { LinkChannels } from './media/link-channels.ts'
export type { PictureView, PictureViewState, RemoteCursor } from './screen/picture-view.ts'
export type { OpenProgram, ProgramViews } from './screen/program-views.ts'
export { DeviceClient } from './device/device-client.ts'
export type { Quality } from './media/quality.ts'
export { UNKNOWN_QUALITY } from './media/quality.ts'
export type { CaptureResult, LocalCapture } from './screen/capture.ts'
export type {
  IncomingPicture,
  NativeSide,
  OutgoingPicture,
  ProgramLink,
  ScreenClient,
  ScreenView,
} from './screen/screen-client.ts'
export { ControlClient, lockKeyboard, unlockKeyboard } from './control/control-client.ts'
export type { ControlState, ControlSurface } from './control/control-client.ts'
export type { ToPicture } from './control/pointer-sender.ts'
export { ClipboardClient } from './control/clipboard-client.ts'
export type { ClipboardView, PageClipboard, PageClipboardAnswer } from './control/clipboard-client.ts'
export { ClipboardLine } from './control/clipboard-line.ts'
export type { ClipboardChannel, ClipboardWord } from './control/clipboard-line.ts'
