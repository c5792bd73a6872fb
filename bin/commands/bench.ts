import path from 'node:path'
import { measureCaseCreation } from '../../bench/case-creation.ts'
import { measureCaseList } from '../../bench/case-list.ts'
import { measureClassifier } from '../../bench/classifier.ts'
import { type Figure, writeFigure } from '../../bench/figure.ts'
import { newDataFolder, startGround } from '../../bench/ground.ts'
import { measureMemory } from '../../bench/memory.ts'
import { measurePortalScript } from '../../bench/portal-script.ts'
import { measureWarmStart } from '../../bench/warm-start.ts'

interface Called {
  readonly args: readonly string[]
  readonly workingFolder: string
}

const tell = (figure: Figure): void => console.log(writeFigure(figure))

/** Cases of the largest register that the list is measured on; 1,000,000 takes some minutes to fill. */
const mostCases = Number(process.env['GONGZHI_BENCH_CASES'] ?? 0)

/** Labelled texts (`text,category`) on which the classifier is judged; none are part of the project. */
const labelledFile = ({ args, workingFolder }: Called): string | undefined => {
  const named = args[0] ?? process.env['GONGZHI_LABELLED']
  return named && path.resolve(workingFolder, named)
}

/** `npm run bench`: one line a figure, with its target. A missed target is told, not punished: the exit code is 0. */
export const run = async (called: Called): Promise<number> => {
  tell(await measurePortalScript())
  const labelled = labelledFile(called)
  if (labelled === undefined) console.log('classifier  skipped: no file of labelled texts was named (GONGZHI_LABELLED)')
  else for (const figure of measureClassifier(labelled)) tell(figure)
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
