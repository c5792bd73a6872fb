// What JavaScript adds to a finished portal page. Every page works without it; nothing here draws anything new.

const ELDER_COOKIE = 'gz_elder'
const YEAR_SECONDS = 31_536_000

/** 大字 without a reload; the form does the same where this script does not run. */
const switchTextAtOnce = (): void => {
  const button = document.querySelector<HTMLButtonElement>('[data-elder]')
  button?.form?.addEventListener('submit', (event) => {
    event.preventDefault()
    const isElder = document.documentElement.classList.toggle('elder')
    document.cookie = `${ELDER_COOKIE}=${isElder ? 1 : 0}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
    button.setAttribute('aria-pressed', String(isElder))
  })
}

/** 朗读: reads the page's main part aloud where the browser has a voice for it; pressed again it stops. */
const readAloud = (): void => {
  const button = document.querySelector<HTMLButtonElement>('[data-speak]')
  if (!button || !('speechSynthesis' in window)) return
  button.hidden = false
  button.addEventListener('click', () => {
    if (speechSynthesis.speaking) return speechSynthesis.cancel()
    const words = new SpeechSynthesisUtterance(document.querySelector('main')?.innerText ?? '')
    words.lang = document.documentElement.lang
    speechSynthesis.speak(words)
  })
}

/** A form is sent once: the second tap of an impatient thumb does nothing. (The server would not do it twice either.) */
const sendOnce = (): void => {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (form.dataset['sent']) return event.preventDefault()
    if (form.method === 'post' && !event.defaultPrevented) form.dataset['sent'] = '1'
  })
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset['sent']
  })
}

switchTextAtOnce()
readAloud()
sendOnce()
