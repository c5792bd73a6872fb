import type { ComponentType } from 'react'
import { casesPortal } from '../../modules/cases/web/portal.ts'
import { identityPortal } from '../../modules/identity/web/portal.ts'
import { placesPortal } from '../../modules/places/web/portal.ts'
import { workplacePortal } from '../../modules/workplace/web/portal.ts'
import { RefusedPage } from './refused-page.tsx'

/** Every page of the portal by the name the server asks for it. Each module offers its own in `web/portal.ts`. */
export const portalPages: Readonly<Record<string, ComponentType<never>>> = {
  ...casesPortal,
  ...identityPortal,
  ...placesPortal,
  ...workplacePortal,
  refused: RefusedPage,
}
