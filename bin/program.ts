import { OperatorError } from '#platform/operator-error'

const EXIT_REFUSED = 2

/** Runs a program; its number is the exit code, and null means that it goes on. What only the operator can mend is told without a stack. */
export const runProgram = async (run: () => Promise<number | null>): Promise<void> => {
  try {
    const code = await run()
    if (code !== null) process.exit(code)
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    console.error(error.message)
    process.exit(EXIT_REFUSED)
  }
}
