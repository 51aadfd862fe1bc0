import sharp from 'sharp';

/** A JPEG such as a telephone sends: larger than what goes to the doors. */
export function aFace(hue = 30): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="100%" height="100%" fill="hsl(${hue} 40% 70%)"/><circle cx="450" cy="500" r="260" fill="hsl(25 45% 60%)"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}
