import { passSchema, programFilePath, programFilesSchema } from '@deskside/protocol'
import type { Pass, Platform, ProgramFile } from '@deskside/protocol'
import { callApi } from '../signal/api.ts'

/** Which Support Managers this server has, one a system. @throws ApiError */
export async function fetchProgramFiles(): Promise<readonly ProgramFile[]> {
  const { files } = await callApi({
    method: 'GET',
    path: '/api/v1/support-manager/files',
    answer: programFilesSchema,
  })
  return files
}

/** A pass into this customer's session, or into that which a representative names. @throws ApiError */
export function fetchPass(sessionId?: string): Promise<Pass> {
  const body = sessionId === undefined ? {} : { sessionId }
  return callApi({ method: 'POST', path: '/api/v1/support-manager/passes', body, answer: passSchema })
}

/** Makes the browser download a system's file; with a code, under a name that brings it into the session. */
export function startDownload(platform: Platform, code?: string): void {
  const link = document.createElement('a')
  link.href = programFilePath(platform, code)
  // An answer that is no file is not shown in place of this page.
  link.download = ''
  link.click()
}
