/** What one guest of the demo does. */
export type Story = 'visit' | 'no-show' | 'cancelled' | 'checked-out-by-hand' | 'photo-refused';

export interface DemoGuest {
  readonly fullName: string;
  readonly company: string;
  readonly host: string;
  readonly story: Story;
  /** Seconds from the start of the day; null: never comes. */
  readonly arrivesAfterS: number | null;
  /** Seconds from the start of the day at which the guest walks out, or the desk checks them out. */
  readonly leavesAfterS: number | null;
}

/** Seconds from the start of the day until every visit's `validTo`, and from there until the table is final. */
export const VISIT_ENDS_AFTER_S = 75;
export const NO_SHOW_ENDS_AFTER_S = 45;
export const DAY_LASTS_AT_MOST_S = 150;

/** An hour of the day passes in eight seconds; it begins at nine in the morning. */
export const SECONDS_PER_HOUR = 8;
export const DAY_BEGINS_AT_MINUTE = 9 * 60;

export const DAY: readonly DemoGuest[] = [
  visit('Asa Ost', 'Acme', 'B. Lind', 18, 44),
  visit('Мария Соколова', 'Политех', 'О. Ким', 20, 50),
  visit('John Carter', 'Carter & Sons', 'B. Lind', 22, 40),
  visit('Айгуль Ахметова', 'КазНУ', 'О. Ким', 24, 58),
  visit('Chen Wei', 'Northwind', 'B. Lind', 25, 47),
  visit('Élodie Martin', 'Lumière', 'R. Patel', 26, 62),
  visit('Priya Nair', 'Nair Labs', 'R. Patel', 28, 52),
  { ...visit('Tom "Mac" O\'Neil', 'Fixit', 'B. Lind', null, null), story: 'no-show' },
  visit('Дмитрий Орлов', 'Орлов и Ко', 'О. Ким', 30, 60),
  { ...visit('Lena Fischer', 'Fischer Bau', 'R. Patel', null, null), story: 'cancelled' },
  visit('Samuel Osei', 'Osei Media', 'B. Lind', 32, 64),
  visit('Юлия Ён', 'Степь', 'О. Ким', 33, 55),
  { ...visit('Nora Haugen', 'Fjord Data', 'R. Patel', 34, 49), story: 'checked-out-by-hand' },
  { ...visit('Viktor Blank', 'Blank', 'B. Lind', null, null), story: 'photo-refused' },
  visit('Zanele Dube', 'Dube Legal', 'R. Patel', 36, 66),
];

function visit(
  fullName: string,
  company: string,
  host: string,
  arrivesAfterS: number | null,
  leavesAfterS: number | null,
): DemoGuest {
  return { fullName, company, host, story: 'visit', arrivesAfterS, leavesAfterS };
}
