import type { ComponentType } from 'react'
import { AnswersPage } from './portal/answers-page.tsx'
import { CasePage } from './portal/case-page.tsx'
import { HomePage } from './portal/home-page.tsx'
import { MinePage } from './portal/mine-page.tsx'
import { NoticesPage } from './portal/notices-page.tsx'
import { ReportPage } from './portal/report-page.tsx'
import { TrackPage } from './portal/track-page.tsx'

/** The pages that cases offer to the portal, by the names `pages.ts` asks for. */
export const casesPortal: Readonly<Record<string, ComponentType<never>>> = {
  'cases.answers': AnswersPage,
  'cases.case': CasePage,
  'cases.home': HomePage,
  'cases.mine': MinePage,
  'cases.notices': NoticesPage,
  'cases.report': ReportPage,
  'cases.track': TrackPage,
}
