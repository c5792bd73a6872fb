import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Headings and landmarks: only a whole page can have them. */
const PAGE_TAGS = [...TAGS, 'best-practice']

/** What axe finds wrong with a page or a part of it (WCAG 2.2 AA), one line each; empty is right. */
export const axeFindings = async (page: Page, part?: string): Promise<string[]> => {
  // No page of ours has frames: without the second browser page that axe opens for them it takes half the time, and
  // without the list of what is right half of that.
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .withTags(part ? TAGS : PAGE_TAGS)
  const { violations } = await (part ? axe.include(part) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}
