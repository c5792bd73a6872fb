import { ApiProblem, act, type Output } from '#web/api.ts'
import { refusalWords } from '#web/i18n.ts'

// The library comes when a passkey is used.
const library = () => import('@simplewebauthn/browser')

type SignedIn = Output<'identity.session.signInWithPasskey'>

/** What the browser says when the person closed its window or no passkey fits. */
const cancelled = (fault: unknown): ApiProblem => {
  if (fault instanceof ApiProblem) return fault
  return new ApiProblem({
    code: 'identity.passkey_cancelled',
    message: refusalWords('identity.passkey_cancelled'),
    status: 422,
  })
}

/** Signs in with a passkey of this device, or proves the second factor with it. Throws an `ApiProblem`. */
export const signInByPasskey = async (): Promise<SignedIn> => {
  try {
    const { startAuthentication } = await library()
    const { challengeId, options } = await act('identity.passkey.challenge', {})
    const answer = await startAuthentication({ optionsJSON: options as never })
    return await act('identity.session.signInWithPasskey', { challengeId, answer: answer as never })
  } catch (fault) {
    throw cancelled(fault)
  }
}

/** Makes a passkey on this device and adds it to my account. Throws an `ApiProblem`. */
export const makePasskey = async (name: string): Promise<Output<'identity.passkey.add'>> => {
  try {
    const { startRegistration } = await library()
    const { challengeId, options } = await act('identity.passkey.prepare', {})
    const answer = await startRegistration({ optionsJSON: options as never })
    return await act('identity.passkey.add', { challengeId, name, answer: answer as never })
  } catch (fault) {
    throw cancelled(fault)
  }
}
