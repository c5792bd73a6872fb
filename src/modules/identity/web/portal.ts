import type { ComponentType } from 'react'
import { AccountPage } from './portal/account-page.tsx'
import { SignInPage } from './portal/sign-in-page.tsx'

/** The pages that identity offers to the portal, by the names `pages.ts` asks for. */
export const identityPortal: Readonly<Record<string, ComponentType<never>>> = {
  'identity.account': AccountPage,
  'identity.signIn': SignInPage,
}
