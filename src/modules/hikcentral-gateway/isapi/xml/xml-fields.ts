import { create } from 'xmlbuilder2';
import { GatewayError } from '../../gateway.errors.js';
import { guardedXml } from './xml-guard.js';

const ELEMENT = 1;
const TEXTS: ReadonlySet<number> = new Set([3, 4]);

interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<unknown>;
}

/**
 * One element of an answer, read by the names of its children. Namespaces are ignored, since they differ between
 * firmwares (seen in the field); names are compared without case, as in the JSON families.
 */
export class XmlFields {
  private readonly elements: readonly XmlFields[];
  private readonly ownText: string;
  /** Without prefix. */
  readonly name: string;

  private constructor(node: DomNode) {
    const children = [...node.childNodes] as DomNode[];
    this.name = node.nodeName.slice(node.nodeName.lastIndexOf(':') + 1);
    this.elements = children.filter(({ nodeType }) => nodeType === ELEMENT).map((child) => new XmlFields(child));
    this.ownText = children
      .filter(({ nodeType }) => TEXTS.has(nodeType))
      .map(({ nodeValue }) => nodeValue ?? '')
      .join('')
      .trim();
  }

  /** null for anything that is no document, or one we refuse to look at. */
  static parse(bytes: Buffer): XmlFields | null {
    const text = guardedXml(bytes.toString('utf8'));
    return text === null ? null : new XmlFields(rootOf(text));
  }

  has(name: string): boolean {
    return this.child(name) !== null;
  }

  /** null when absent or empty. Of several of one name the first. */
  text(name: string): string | null {
    const text = this.child(name)?.ownText ?? '';
    return text === '' ? null : text;
  }

  /** @throws GATEWAY.UNEXPECTED_RESPONSE */
  requiredText(name: string): string {
    const text = this.text(name);
    if (text !== null) return text;
    throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', `the device's answer cannot be read: ${name} is missing`);
  }

  /** A text of digits. */
  number(name: string): number | null {
    const text = this.text(name);
    return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  }

  child(name: string): XmlFields | null {
    return this.children(name)[0] ?? null;
  }

  children(name: string): readonly XmlFields[] {
    const wanted = name.toLowerCase();
    return this.elements.filter((element) => element.name.toLowerCase() === wanted);
  }
}

function rootOf(text: string): DomNode {
  try {
    return create(text).root().node;
  } catch (error) {
    // The guard lets nothing through that is not well formed; what the parser still minds is the device's mistake.
    throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'the XML of a device cannot be read', {}, { cause: error });
  }
}
