import { registerProblemTexts } from '../../platform/http/problem-texts.js';

registerProblemTexts({
  DRIFT_CHECK_NOT_FOUND: { en: 'There is no such drift check.', ru: 'Такой сверки нет.' },
  NOTHING_TO_APPROVE: {
    en: 'This drift check is not waiting for a decision.',
    ru: 'Эта сверка не ждёт решения.',
  },
  NO_SERVER_TO_CHECK: {
    en: 'There is no HikCentral server to compare with.',
    ru: 'Нет сервера HikCentral, с которым можно сверить.',
  },
});
