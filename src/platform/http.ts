export { type Authenticate, type Identified, createHttp, type HttpOptions } from './http/server.ts'
export { buildOpenApi } from './http/openapi.ts'
export { type Live, createLive } from './http/live.ts'
