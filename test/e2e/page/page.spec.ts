import { ApiCaller } from '../../support/api-caller.js';
import { Browser, hasBrowser, type Page, type PageOptions } from '../../support/browser.js';
import { CutOff } from '../../support/cut-off.js';
import { ADMIN } from '../../support/vestibule.js';
import { announce } from '../../support/visit-steps.js';
import { type ContractWorld, emailOf, openContractWorld, PASSWORD } from '../contract/support/contract-world.js';

/** What the page does is for eyes and fingers: without a browser nothing of it can be said. */
const suite = hasBrowser() ? describe : describe.skip;
const HOSTILE = '<img src=x onerror="window.isHurt=true">';
const QUIET_REFUSAL = 'status of 401';

suite('the page at / in a browser', () => {
  let browser: Browser;
  let world: ContractWorld;
  let way: CutOff;

  beforeAll(async () => {
    browser = Browser.open();
    world = await openContractWorld();
    way = await CutOff.before(world.vestibule.running.port);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await way.cut();
    await world.close();
  });

  const open = (options: PageOptions = {}) => browser.page(`${way.baseUrl}/`, options);
  /** What a browser says of every answer that is no success: nobody was signed in yet, or any more. */
  const complaintsOf = (page: Page) => page.complaints.filter((text) => !text.includes(QUIET_REFUSAL));

  async function signIn(page: Page, email: string, password: string): Promise<void> {
    await page.until(`!document.querySelector('#sign-in').hidden`);
    const values = JSON.stringify([email, password]);
    await page.evaluate(`{
      const [email, password] = ${values};
      document.querySelector('#email').value = email;
      document.querySelector('#password').value = password;
      document.querySelector('#sign-in').requestSubmit();
    }`);
  }

  const isLive = `document.querySelector('#connection').dataset.state === 'ok'`;
  const inside = (name: string) => `document.querySelector('#inside').innerText.includes(${JSON.stringify(name)})`;

  async function comesIn(fullName: string, host = { name: 'B. Lind', email: 'lind@example.com' }): Promise<string> {
    const { id } = await announce(world.admin, { guest: { fullName }, host });
    const { status } = await world.admin.post(`/visits/${id}/check-in`);
    expect(status).toBe(200);
    return id;
  }

  it('signs in, and shows who comes and goes as it happens', async () => {
    const page = await open();
    await signIn(page, ADMIN.email, 'not the password');
    await page.until(`!document.querySelector('#sign-in-fault').hidden`);
    await signIn(page, ADMIN.email, ADMIN.password);
    await page.until(isLive);
    await page.until(`document.querySelectorAll('#figures dd').length >= 8`);
    const id = await comesIn(HOSTILE);
    await page.until(inside(HOSTILE));
    await world.admin.post(`/visits/${id}/check-out`);
    await page.until(`!${inside(HOSTILE)}`);
    expect(await page.evaluate('window.isHurt === undefined')).toBe(true);
    expect(complaintsOf(page)).toEqual([]);
  }, 60_000);

  it('lets a guard take and close an incident by keyboard, and shows why that failed', async () => {
    const { dataSource } = world.vestibule.database;
    const [incident] = await dataSource.query<{ id: string }[]>(
      `INSERT INTO incidents (id, kind, about, occurred_at, raised_at)
       VALUES (gen_random_uuid(), 'face_failures', 'page', now(), now()) RETURNING id`,
    );
    const page = await open();
    await signIn(page, emailOf('security'), PASSWORD);
    const row = `document.querySelector('[data-incident="${incident!.id}"]')`;
    await page.until(`${row} !== null`);
    await page.evaluate(`${row}.querySelector('button').focus()`);
    await page.press('Enter');
    await page.until(
      `document.activeElement === ${row}.querySelector('input') && ${row}.querySelectorAll('button').length === 1`,
    );
    await dataSource.query('UPDATE incidents SET version = 9 WHERE id = $1', [incident!.id]);
    await page.send('Input.insertText', { text: 'the camera was dirty' });
    await page.press('Enter');
    await page.until(`document.querySelector('#incidents-fault').innerText.includes('version 9')`);
    // What was written stands in the row as it is now.
    await page.until(`${row}.parentElement.dataset.key.includes(' 9 ') && document.activeElement.value !== ''`);
    await page.press('Enter');
    await page.until(`${row} === null`);
    await page.until(`!document.querySelector('#incidents-empty').hidden`);
    const { body } = await world.admin.get<{ closeReason: string }>(`/incidents/${incident!.id}`);
    expect(body.closeReason).toBe('the camera was dirty');
  }, 60_000);

  it('says that it is cut off, and catches up when it is not any more', async () => {
    const page = await open({ language: 'ru-RU' });
    await signIn(page, emailOf('security'), PASSWORD);
    await page.until(isLive);
    await way.cut();
    await page.until(`document.querySelector('#connection').dataset.state === 'bad'`);
    expect(await page.text('#connection')).toBe('Нет связи: данные могли устареть');
    await comesIn('Came Meanwhile');
    await way.mend();
    await page.until(isLive);
    await page.until(inside('Came Meanwhile'));
  }, 60_000);

  it('asks to sign in again when the session ends elsewhere', async () => {
    const page = await open();
    await signIn(page, emailOf('reception'), PASSWORD);
    await page.until(isLive);
    const { body } = await world.admin.get<{ items: { id: string; email: string }[] }>('/users');
    const { id } = body.items.find(({ email }) => email === emailOf('reception'))!;
    await world.admin.patch(`/users/${id}`, { blocked: true });
    await page.until(`!document.querySelector('#sign-in').hidden`);
    expect(await page.text('#inside')).toBe('');
  }, 60_000);

  it('shows a host their own guests, and neither figures nor the muster list', async () => {
    await comesIn('Of Somebody Else');
    await comesIn('Of This Host', { name: 'Host', email: emailOf('host') });
    const page = await open();
    await signIn(page, emailOf('host'), PASSWORD);
    await page.until(inside('Of This Host'));
    expect(await page.evaluate(inside('Of Somebody Else'))).toBe(false);
    const hidden = `['#figures-card', '#muster-links'].every((part) => document.querySelector(part).hidden)`;
    await page.until(`document.querySelector('#health').innerText !== ''`);
    expect(await page.evaluate(hidden)).toBe(true);
    expect(complaintsOf(page)).toEqual([]);
  }, 60_000);

  it.each([320, 1_600])(
    'fits a screen of %i pixels, dark too, and is worked by keyboard',
    async (width) => {
      const page = await open({ width, colorScheme: 'dark' });
      await page.until(`document.activeElement.id === 'email'`);
      for (const letter of emailOf('auditor')) await page.send('Input.insertText', { text: letter });
      await page.press('Tab');
      await page.send('Input.insertText', { text: PASSWORD });
      await page.press('Enter');
      await page.until(isLive);
      await page.until(inside('Came Meanwhile'));
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(18, 22, 21)');
      await page.evaluate(`document.querySelector('[data-language=ru]').click()`);
      expect(await page.text('#inside-title')).toBe('На территории');
      expect(complaintsOf(page)).toEqual([]);
    },
    60_000,
  );

  it('lets nothing in from elsewhere and nothing inline', async () => {
    const response = await fetch(`${world.baseUrl}/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).not.toMatch(/<script>|<style|https?:|style=|onclick/);
    const stranger = new ApiCaller(world.baseUrl);
    expect((await stranger.get('/on-site.html')).status).toBe(401);
  });
});
