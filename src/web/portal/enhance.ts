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

const POSITION_TIMEOUT_MS = 15_000

/** 用我现在的位置: fills the hidden fields of the form; without a position the form works as before. */
const offerPosition = (): void => {
  const box = document.querySelector<HTMLElement>('[data-locate]')
  const button = box?.querySelector<HTMLButtonElement>('[data-locate-button]')
  const words = box?.querySelector<HTMLElement>('[data-locate-words]')
  if (!box || !button || !words || !('geolocation' in navigator)) return
  box.hidden = false
  const say = (which: 'waiting' | 'found' | 'failed'): void => {
    words.textContent = words.dataset[which] ?? ''
  }
  const keep = (name: string, value: number): void => {
    const field = document.querySelector<HTMLInputElement>(`[data-${name}]`)
    if (field) field.value = String(value)
  }
  button.addEventListener('click', () => {
    say('waiting')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        keep('longitude', coords.longitude)
        keep('latitude', coords.latitude)
        say('found')
      },
      () => say('failed'),
      { enableHighAccuracy: true, timeout: POSITION_TIMEOUT_MS },
    )
  })
}

/** Shows the chosen photos small under the field, so that one sees they were taken. */
const previewPhotos = (): void => {
  const input = document.querySelector<HTMLInputElement>('[data-photos]')
  if (!input) return
  const shown = document.createElement('div')
  shown.className = 'photos'
  input.after(shown)
  input.addEventListener('change', () => {
    for (const image of shown.querySelectorAll('img')) URL.revokeObjectURL(image.src)
    shown.replaceChildren(
      ...[...(input.files ?? [])].map((file) => {
        const frame = document.createElement('span')
        frame.className = 'photo'
        const image = document.createElement('img')
        image.src = URL.createObjectURL(file)
        image.alt = file.name
        frame.append(image)
        return frame
      }),
    )
  })
}

switchTextAtOnce()
offerPosition()
previewPhotos()
readAloud()
sendOnce()
