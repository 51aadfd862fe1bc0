import { type Simulator } from '../../../simulator/index.js';
import { Browser, hasBrowser, type Page, type PageOptions } from '../../support/browser.js';
import { waitFor } from '../../support/wait-for.js';
import { type Partner, startSite } from '../../integration/simulator/partner.js';

/** What the page does is for eyes and fingers: without a browser nothing of it can be said. */
const suite = hasBrowser() ? describe : describe.skip;
const HOSTILE = '<img src=x onerror="window.isHurt=true"><script>window.isHurt=true</script>';

suite('the simulator’s page in a browser', () => {
  let browser: Browser;
  let simulator: Simulator;
  let partner: Partner;

  beforeAll(() => {
    browser = Browser.open();
  });

  afterAll(() => browser.close());

  beforeEach(async () => {
    ({ simulator, partner } = await startSite({ applyDelayMs: 50, eventDelayMs: 300 }));
  });

  afterEach(() => simulator.close());

  async function open(options: PageOptions = {}): Promise<Page> {
    const page = await browser.page(`${simulator.baseUrl}/`, options);
    await page.until(`document.querySelectorAll('.door').length === 4`);
    return page;
  }

  const click = (page: Page, selector: string) =>
    page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const stageOf = (door: string, stage: string) =>
    `document.querySelector('[data-door="${door}"] [data-stage="${stage}"] .token')`;

  it('lets a newcomer add a guest, see the token arrive, and walk', async () => {
    const page = await open();
    expect(await page.text('#welcome')).toContain(simulator.baseUrl);
    await click(page, '#add-demo');
    await page.until(stageOf('1', 'marked'));
    expect(await page.evaluate(`${stageOf('1', 'applied')} === null`)).toBe(true);
    await click(page, '#walk-button');
    await page.until(`document.querySelector('#walk-outcome .denied')`);
    expect(await page.text('#walk-outcome')).toContain('No copy here');
    await page.until(stageOf('1', 'applied'));
    await click(page, '[data-door="1"] .door-readers button');
    await page.until(`document.querySelector('#walk-outcome .granted')`);
    expect(await page.text('[data-door="1"] .door-verdict')).toContain('✓ Asa Ost');
    await page.until(`document.querySelector('#walk-outcome').innerText.includes('HikCentral showed it after')`);
    await page.until(`document.querySelectorAll('#passages .passage').length === 2`);
    expect(page.complaints).toEqual([]);
  });

  it('keeps a token pending at a door that is offline, and brings it in when the door is back', async () => {
    const page = await open();
    await click(page, '[data-door="1"] .switch');
    await page.until(`document.querySelector('[data-door="1"]').classList.contains('offline')`);
    await click(page, '#add-demo');
    await page.until(stageOf('2', 'applied'));
    await page.until(stageOf('1', 'queued'));
    expect(await page.text('[data-door="1"] .door-notes')).toContain('1 change waits for its return.');
    expect(await page.evaluate(`${stageOf('1', 'applied')} === null`)).toBe(true);
    await click(page, '#clear-faults');
    await page.until(stageOf('1', 'applied'));
  });

  it('shows that a level taken away closes nothing until it is applied', async () => {
    const page = await open();
    await click(page, '#add-demo');
    await page.until(stageOf('1', 'applied'));
    await click(page, '#guests .name');
    await page.until(`document.querySelector('#level-1')?.checked`);
    await click(page, '#level-1');
    await page.until(`document.querySelector('[data-door="1"] [data-stage="marked"] .token[data-removal]')`);
    expect(simulator.control.doorsHolding('4')).toEqual(['1', '2']);
    await click(page, '#person-apply');
    await page.until(`${stageOf('1', 'applied')} === null`);
    expect(simulator.control.doorsHolding('4')).toEqual([]);
  });

  it('is worked by keyboard alone, with the focus seen and kept', async () => {
    const page = await open();
    const focus = () => page.evaluate<string>('document.activeElement.id || document.activeElement.className');
    const tabTo = async (isThere: (name: string) => boolean): Promise<void> => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.press('Tab');
        if (isThere(await focus())) return;
      }
      throw new Error('the Tab key does not lead there');
    };
    await tabTo((name) => name === 'add-demo');
    expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid');
    await page.press('Enter');
    await page.until(stageOf('1', 'marked'));
    await page.evaluate(`${stageOf('1', 'marked')}.focus()`);
    await page.until(`document.activeElement.dataset.stage === 'applied'`);
    expect(await page.evaluate(`document.activeElement.closest('.door').dataset.door`)).toBe('1');
    await tabTo((name) => name === 'walk-button');
    await page.press(' ');
    await page.until(`document.querySelector('#walk-outcome .granted')`);
    await tabTo((name) => name === 'name');
    await page.press('Enter');
    await page.until(`document.querySelector('#person').open`);
    await page.press('Escape');
    await page.until(`!document.querySelector('#person').open`);
    expect(await focus()).toBe('name');
  });

  it('shows hostile names as what they are', async () => {
    const page = await open();
    const personId = await partner.addPerson('X1');
    const groups = '/api/acs/v1/privilege/group/single/addPersons';
    await partner.data(groups, { privilegeGroupId: '1', type: 1, list: [{ id: personId }] });
    simulator.control.personByCode('X1')!.givenName = HOSTILE;
    await page.until(`document.querySelector('#guests .name')?.textContent.startsWith('<img')`);
    await click(page, '#guests .name');
    await page.until(`document.querySelector('#person').open`);
    await click(page, '#walk-button');
    await page.until(`document.querySelector('#walk-outcome .denied')`);
    expect(await page.evaluate(`document.querySelectorAll('main img, dialog img, main script').length`)).toBe(0);
    expect(await page.evaluate('window.isHurt ?? false')).toBe(false);
    expect(page.complaints).toEqual([]);
  });

  it('speaks Russian to whoever asks for it, and remembers the switch', async () => {
    const page = await open({ language: 'ru-RU' });
    expect(await page.text('#site-title')).toBe('Двери');
    expect(await page.text('main')).not.toMatch(/\b[a-z]+\.[a-zA-Z]+\b(?=\s|$)/);
    await click(page, '[data-language="en"]');
    expect(await page.text('#site-title')).toBe('Doors');
    await page.visit(`${simulator.baseUrl}/`);
    await page.until(`document.querySelector('#site-title').textContent === 'Doors'`);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  it.each([
    [360, 'light', 'en-GB'],
    [360, 'dark', 'ru-RU'],
    [1280, 'dark', 'en-GB'],
    [1600, 'light', 'ru-RU'],
  ] as const)('fits %d px, %s, %s, with nothing cut off', async (width, colorScheme, language) => {
    const page = await open({ width, colorScheme, language });
    await click(page, '#add-demo');
    await click(page, '[data-fault="doorOffline"]');
    await page.until(stageOf('1', 'queued'));
    await click(page, '#walk-button');
    await page.until(`document.querySelector('#walk-outcome .denied')`);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const cut = `[...document.querySelectorAll('main *')].filter((e) => e.children.length === 0 && e.textContent.trim() !== '' &&
      getComputedStyle(e).display !== 'inline' && e.tagName !== 'OPTION' && e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)`;
    expect(await page.evaluate(cut)).toEqual([]);
    const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(paper).toBe(colorScheme === 'dark' ? 'rgb(18, 22, 21)' : 'rgb(243, 242, 238)');
  });

  it('finds its way back after HikCentral was away', async () => {
    const page = await open();
    await simulator.control.goDown('refused', 300);
    await page.until(`document.querySelector('#connection').dataset.state === 'lost'`);
    await page.until(`document.querySelector('#connection').dataset.state === 'live'`);
    simulator.control.setDoor('4', { isOnline: false });
    await page.until(`document.querySelector('[data-door="4"]').classList.contains('offline')`);
    await waitFor(() => simulator.control.snapshot().doors[3]?.isOnline === false);
  });
});
