import { type Language } from '../../../platform/http/language.js';

export interface MusterWords {
  readonly title: string;
  readonly at: (time: string) => string;
  readonly inside: (count: number) => string;
  readonly nobody: string;
  readonly complete: (time: string) => string;
  readonly incomplete: (time: string | null) => string;
  readonly blind: (doors: string) => string;
  readonly columns: readonly string[];
  readonly sure: string;
  readonly notSure: string;
  readonly unconfirmed: string;
  readonly byHand: string;
}

export const MUSTER_WORDS: Readonly<Record<Language, MusterWords>> = {
  en: {
    title: 'Muster list',
    at: (time) => `Made ${time}`,
    inside: (count) => `Inside: ${count}`,
    nobody: 'Nobody is known to be inside.',
    complete: (time) => `Passages are complete up to ${time}.`,
    incomplete: (time) =>
      `Events are missing: passages are complete only up to ${time ?? '— nothing was read yet'}. ` +
      'Somebody may have come or gone unseen.',
    blind: (doors) => `Offline, so that somebody may have left unseen: ${doors}.`,
    columns: ['Found', 'Name', 'Company', 'Host', 'Came', 'Last door', 'Seen there', 'Certainty'],
    sure: 'sure',
    notSure: 'not sure',
    unconfirmed: 'left unseen?',
    byHand: 'by hand',
  },
  ru: {
    title: 'Список находящихся на территории',
    at: (time) => `Составлен ${time}`,
    inside: (count) => `На территории: ${count}`,
    nobody: 'По имеющимся данным на территории никого нет.',
    complete: (time) => `Проходы известны полностью до ${time}.`,
    incomplete: (time) =>
      `Часть событий не получена: проходы известны полностью только до ${time ?? '— ещё ничего не прочитано'}. ` +
      'Кто-то мог войти или выйти незамеченным.',
    blind: (doors) => `Нет связи, кто-то мог выйти незамеченным: ${doors}.`,
    columns: ['Найден', 'Имя', 'Компания', 'Принимающий', 'Пришёл', 'Последняя дверь', 'Замечен', 'Достоверность'],
    sure: 'точно',
    notSure: 'не точно',
    unconfirmed: 'выход не замечен',
    byHand: 'вручную',
  },
};
