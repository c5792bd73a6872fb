import { writeFigure } from '../../bench/figure.ts'
import { measurePortalScript } from '../../bench/portal-script.ts'

/** `npm run bench`: one line a figure, with its target. A missed target is told, not punished: the exit code is 0. */
export const run = async (): Promise<number> => {
  for (const measure of [measurePortalScript]) console.log(writeFigure(await measure()))
  return 0
}
