import type { ComponentType } from 'react'
import { ChoosePlacePage } from './portal/choose-place-page.tsx'

/** The pages that places offer to the portal, by the names `pages.ts` asks for. */
export const placesPortal: Readonly<Record<string, ComponentType<never>>> = { 'places.choose': ChoosePlacePage }
