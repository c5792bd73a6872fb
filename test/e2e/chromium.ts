import { type Browser, chromium } from 'playwright-core'

/** Debian's package, when the test runner has not said which browser it found. */
const USUAL_PATH = '/usr/bin/chromium'

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real, headless Chromium that talks to nobody but the page. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['GONGZHI_CHROMIUM'] ?? USUAL_PATH,
    args: ['--headless', '--no-sandbox', ...QUIET],
  })
