import { type Language } from '../../../platform/http/language.js';
import { fillIn, type Text } from '../../../platform/http/problem-texts.js';
import { TEST_CAUSES, type TestCause } from '../mapping/test-causes.js';

/** `paused_…`: not even asked, since HikCentral is waited for. */
export const TEST_VERDICTS = [
  'ok',
  'clock_differs',
  'paused_refused',
  'paused_outage',
  'paused_rate_limited',
  ...TEST_CAUSES,
] as const;
export type TestVerdict =
  'ok' | 'clock_differs' | 'paused_refused' | 'paused_outage' | 'paused_rate_limited' | TestCause;

const TEXTS: Readonly<Record<TestVerdict, Text>> = {
  ok: { en: 'HikCentral answers.', ru: 'HikCentral отвечает.' },
  clock_differs: {
    en: 'HikCentral answers, but its clock differs from ours by {seconds} s: set both by the same time server.',
    ru: 'HikCentral отвечает, но его часы отличаются от наших на {seconds} с: настройте один сервер времени.',
  },
  paused_refused: {
    en: 'HikCentral refuses our key; it is asked again in {seconds} s. Other credentials are tried at once.',
    ru: 'HikCentral не принимает наш ключ, повтор через {seconds} с. Новые учётные данные пробуются сразу.',
  },
  paused_outage: {
    en: 'HikCentral does not answer; it is asked again in {seconds} s.',
    ru: 'HikCentral не отвечает, повтор через {seconds} с.',
  },
  paused_rate_limited: {
    en: 'HikCentral asked for patience; it is asked again in {seconds} s.',
    ru: 'HikCentral просит подождать, повтор через {seconds} с.',
  },
  unreachable: {
    en: 'No connection: check address, port and firewall.',
    ru: 'Нет соединения: проверьте адрес, порт и межсетевой экран.',
  },
  name_not_found: {
    en: 'The name of the server is not known to our DNS.',
    ru: 'Имя сервера неизвестно нашему DNS.',
  },
  timed_out: {
    en: 'The server did not answer in time.',
    ru: 'Сервер не ответил вовремя.',
  },
  tls_not_trusted: {
    en: 'The certificate of the server is not trusted: give the authority that signed it as caPem.',
    ru: 'Сертификату сервера нет доверия: укажите подписавший его центр в caPem.',
  },
  tls_hostname_differs: {
    en: 'The certificate was issued for another name: use the name that it has, or another certificate.',
    ru: 'Сертификат выдан на другое имя: укажите имя из сертификата или замените сертификат.',
  },
  tls_expired: {
    en: 'The certificate of the server is not valid now: renew it, or set the clocks.',
    ru: 'Срок действия сертификата не наступил или истёк: обновите его или проверьте часы.',
  },
  tls_failed: {
    en: 'No TLS connection could be made: check that the port speaks HTTPS.',
    ru: 'Не удалось установить TLS: проверьте, что порт работает по HTTPS.',
  },
  key_unknown: {
    en: 'HikCentral does not know this AppKey.',
    ru: 'HikCentral не знает такого AppKey.',
  },
  signature_refused: {
    en: 'HikCentral refuses the signature: check the AppSecret, then the clocks.',
    ru: 'HikCentral не принимает подпись: проверьте AppSecret, затем часы.',
  },
  api_not_granted: {
    en: 'This interface is not granted to our partner: grant it in HikCentral.',
    ru: 'Интерфейс не разрешён нашему партнёру: разрешите его в HikCentral.',
  },
  partner_user_refused: {
    en: 'The user of our partner is locked, missing or not set up in HikCentral.',
    ru: 'Пользователь нашего партнёра в HikCentral заблокирован, удалён или не настроен.',
  },
  licence_full: {
    en: 'The licence of HikCentral has no room.',
    ru: 'Лицензия HikCentral исчерпана.',
  },
  version_not_supported: {
    en: 'This version of HikCentral does not have the interface.',
    ru: 'В этой версии HikCentral нет нужного интерфейса.',
  },
  rate_limited: {
    en: 'HikCentral says that the limit of calls is used up: lower rateLimitCalls.',
    ru: 'HikCentral сообщает, что предел вызовов исчерпан: уменьшите rateLimitCalls.',
  },
  busy: {
    en: 'HikCentral is busy or has trouble inside. Try again.',
    ru: 'HikCentral занят или неисправен. Повторите попытку.',
  },
  not_hikcentral: {
    en: 'Something answers there, but not as HikCentral OpenAPI does: check address and port.',
    ru: 'По этому адресу отвечает не HikCentral OpenAPI: проверьте адрес и порт.',
  },
  refused: { en: 'HikCentral refused the call.', ru: 'HikCentral отклонил вызов.' },
};

export function verdictText(verdict: TestVerdict, language: Language, seconds: number | null): string {
  return fillIn(TEXTS[verdict][language], { seconds });
}
