import type { ComponentType } from 'react'
import { PrivacyPage } from './portal/privacy-page.tsx'

/** The pages that the workplace offers to the portal, by the names `pages.ts` asks for. */
export const workplacePortal: Readonly<Record<string, ComponentType<never>>> = { 'workplace.privacy': PrivacyPage }
