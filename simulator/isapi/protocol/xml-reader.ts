import { isUtf8 } from 'node:buffer';
import { IsapiRefusal } from '../status.js';

/** Names are local names: the namespace differs between firmwares and means nothing. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly qualifiedName: string;
  text: string;
  readonly children: XmlElement[];
}

const MAX_DEPTH = 32;
const DECLARATION = /^\uFEFF?<\?xml\s[^<>]*\?>/;
const COMMENT = /<!--(?:(?!--)[^])*-->/y;
const CDATA = /<!\[CDATA\[([^]*?)\]\]>/y;
const END_TAG = /<\/([A-Za-z_][\w.:-]*)\s*>/y;
const START_TAG = /<([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;
const ATTRIBUTE_NAME = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"[^"]*"|'[^']*')/g;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));|&/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads one well-formed document. A document type, an entity of one's own or a processing instruction is refused, not
 * skipped: nothing that speaks to a device has a use for them.
 * @throws IsapiRefusal badXmlFormat
 */
export function readXml(body: Buffer): XmlElement {
  return new Reader(decode(body)).document();
}

/** The text of the first child of that name; undefined without one. */
export function childText(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text.trim();
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

class Reader {
  private position: number;
  private readonly open: OpenElement[] = [];
  private root: XmlElement | undefined;

  constructor(private readonly source: string) {
    this.position = DECLARATION.exec(source)?.[0].length ?? 0;
  }

  document(): XmlElement {
    while (this.position < this.source.length) this.step();
    if (this.root === undefined || this.open.length > 0) throw malformed();
    return this.root;
  }

  private step(): void {
    if (this.match(COMMENT) !== null) return;
    const text = this.match(TEXT);
    const cdata = text === null ? this.match(CDATA) : null;
    if (text !== null || cdata !== null) {
      this.addText(text === null ? (cdata?.[1] ?? '') : unescapeText(text[0]));
      return;
    }
    const end = this.match(END_TAG);
    if (end !== null) {
      this.close(end[1]);
      return;
    }
    const start = this.match(START_TAG);
    if (start === null) throw malformed();
    this.begin(start[1] ?? '', start[2] ?? '');
    if (start[3] === '/') this.close(start[1]);
  }

  private begin(qualifiedName: string, attributes: string): void {
    const names = [...attributes.matchAll(ATTRIBUTE_NAME)].map(([, name]) => name);
    const isSecondRoot = this.open.length === 0 && this.root !== undefined;
    if (isSecondRoot || this.open.length >= MAX_DEPTH || new Set(names).size !== names.length) throw malformed();
    unescapeText(attributes);
    this.open.push({ qualifiedName, text: '', children: [] });
  }

  private close(qualifiedName: string | undefined): void {
    const element = this.open.pop();
    if (element === undefined || element.qualifiedName !== qualifiedName) throw malformed();
    const { text, children } = element;
    const whole = { name: element.qualifiedName.replace(/^.*:/, ''), text, children };
    const parent = this.open.at(-1);
    if (parent === undefined) this.root = whole;
    else parent.children.push(whole);
  }

  private addText(text: string): void {
    const element = this.open.at(-1);
    if (element !== undefined) element.text += text;
    else if (text.trim() !== '') throw malformed();
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.source);
    if (match !== null) this.position = pattern.lastIndex;
    return match;
  }
}

function unescapeText(text: string): string {
  return text.replace(REFERENCE, (whole, name?: string, decimal?: string, hexadecimal?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
    if (Number.isNaN(code) || code === 0 || code > 0x10ffff) throw malformed();
    return String.fromCodePoint(code);
  });
}

function decode(body: Buffer): string {
  if (!isUtf8(body)) throw malformed();
  return body.toString('utf8');
}

function malformed(): IsapiRefusal {
  return new IsapiRefusal('badXmlFormat');
}
