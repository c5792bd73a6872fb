/** A fault that the operator can mend: the message says what to do, and it is printed without a stack. */
export class OperatorError extends Error {}
