import { create } from 'xmlbuilder2';

export type XmlNamespace = 'isapi' | 'hikvision' | 'std-cgi';

export const XML_NAMESPACES: Readonly<Record<XmlNamespace, string>> = {
  isapi: 'http://www.isapi.org/ver20/XMLSchema',
  hikvision: 'http://www.hikvision.com/ver20/XMLSchema',
  'std-cgi': 'http://www.std-cgi.com/ver20/XMLSchema',
};

export type XmlValue = string | number | boolean | XmlContent | readonly XmlContent[];

export interface XmlContent {
  readonly [element: string]: XmlValue;
}

/** A whole document; a list repeats its element. */
export function writeXml(namespace: XmlNamespace, root: string, content: XmlContent): string {
  const attributes = { '@version': '2.0', '@xmlns': XML_NAMESPACES[namespace] };
  return create({ version: '1.0', encoding: 'UTF-8' }, { [root]: { ...attributes, ...content } }).end();
}
