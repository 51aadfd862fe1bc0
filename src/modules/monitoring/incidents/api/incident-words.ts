import { type Language } from '../../../../platform/http/language.js';
import { type IncidentKind } from '../domain/incident.js';

interface Words {
  /** What happened. */
  readonly title: string;
  /** What whoever looks after it does. */
  readonly advice: string;
}

/** For a guard at the desk. */
export const INCIDENT_WORDS: Readonly<Record<IncidentKind, Readonly<Record<Language, Words>>>> = {
  entry_after_revocation: {
    en: {
      title: 'Let in after access had ended',
      advice:
        'Go to the door and ask the guest why they are here. See in the visit whether every door has taken the change; ' +
        'end access by hand if it has not.',
    },
    ru: {
      title: 'Впустили после окончания доступа',
      advice:
        'Подойдите к двери и выясните, зачем гость вернулся. Проверьте в визите, все ли двери приняли изменение; ' +
        'если нет — отзовите доступ вручную.',
    },
  },
  exit_without_entry: {
    en: {
      title: 'Left without having been seen to come in',
      advice:
        'Somebody held the door, or an entrance does not report. Ask the guest or the host, and look at the entrances ' +
        'that are offline.',
    },
    ru: {
      title: 'Выход без зафиксированного входа',
      advice:
        'Гостя пропустили вместе с кем-то, или вход не передаёт события. Спросите гостя или принимающего и проверьте ' +
        'входы, которые не на связи.',
    },
  },
  long_stay: {
    en: {
      title: 'Inside for long without leaving',
      advice: 'Call the host. If the guest has left, check the visit out by hand; if not, walk them out.',
    },
    ru: {
      title: 'Долго не выходит',
      advice: 'Позвоните принимающему. Если гость ушёл, отметьте уход вручную; если нет — проводите к выходу.',
    },
  },
  stuck_at_exit: {
    en: {
      title: 'Refused at an exit while inside',
      advice:
        'Go to the door and let the guest out. Then check the visit out by hand if the door did not see them leave.',
    },
    ru: {
      title: 'Не может выйти',
      advice: 'Подойдите к двери и выпустите гостя. Если дверь не увидела выхода, отметьте уход вручную.',
    },
  },
  face_failures: {
    en: {
      title: 'Three faces refused within five minutes at one door',
      advice: 'Go to the door: somebody may be trying to get in, or the terminal’s camera is dirty or dazzled.',
    },
    ru: {
      title: 'Три отказа по лицу за пять минут у одной двери',
      advice: 'Подойдите к двери: кто-то пытается войти, либо камера терминала загрязнена или засвечена.',
    },
  },
  repeated_failure: {
    en: {
      title: 'An expected guest is refused again and again',
      advice:
        'Compare the guest with their document. Take a new photo and put it into the visit, or give another credential ' +
        'and check them in by hand.',
    },
    ru: {
      title: 'Ожидаемого гостя не пускает дверь',
      advice:
        'Сверьте гостя с документом. Сделайте новое фото и загрузите его в визит либо выдайте другой пропуск и отметьте ' +
        'приход вручную.',
    },
  },
  outside_working_hours: {
    en: {
      title: 'Let through outside working hours',
      advice: 'Call the host: was this agreed? If nobody knows of it, go there and walk the guest out.',
    },
    ru: {
      title: 'Проход в нерабочее время',
      advice: 'Позвоните принимающему: согласовано ли это? Если никто не знает, проводите гостя к выходу.',
    },
  },
};
