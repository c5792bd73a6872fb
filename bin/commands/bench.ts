import { measureCaseCreation } from '../../bench/case-creation.ts'
import { measureCaseList } from '../../bench/case-list.ts'
import { measureClassifier } from '../../bench/classifier.ts'
import { type Figure, writeFigure } from '../../bench/figure.ts'
import { newDataFolder, startGround } from '../../bench/ground.ts'
import { measureMemory } from '../../bench/memory.ts'
import { measurePortalScript } from '../../bench/portal-script.ts'
import { measureWarmStart } from '../../bench/warm-start.ts'

const tell = (figure: Figure): void => console.log(writeFigure(figure))

/** Cases of the largest register that the list is measured on; 1,000,000 takes some minutes to fill. */
const mostCases = Number(process.env['GONGZHI_BENCH_CASES'] ?? 0)

/** Labelled texts (`text,category`) on which the classifier is judged; none are part of the project. */
const labelledFile = process.env['GONGZHI_LABELLED']

/** `npm run bench`: one line a figure, with its target. A missed target is told, not punished: the exit code is 0. */
export const run = async (): Promise<number> => {
  tell(await measurePortalScript())
  if (labelledFile === undefined) console.log('classifier  skipped: GONGZHI_LABELLED names no file of labelled texts')
  else for (const figure of measureClassifier(labelledFile)) tell(figure)
  const { folder, remove } = newDataFolder()
  try {
    const ground = await startGround(folder)
    try {
      tell(await measureCaseCreation(ground))
      for (const figure of await measureCaseList(ground, mostCases)) tell(figure)
      for (const figure of await measureMemory(ground)) tell(figure)
    } finally {
      await ground.stop()
    }
    tell(await measureWarmStart(folder))
  } finally {
    remove()
  }
  return 0
}
