import sharp from 'sharp';

const SIDE_PX = 480;

/** A drawn face, another one for each seed: real JPEG bytes without anybody's picture. */
export function drawFace(seed: number): Promise<Buffer> {
  const hue = (seed * 47) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}">
    <rect width="100%" height="100%" fill="hsl(${(hue + 180) % 360} 30% 85%)"/>
    <ellipse cx="240" cy="470" rx="190" ry="130" fill="hsl(${hue} 45% 45%)"/>
    <ellipse cx="240" cy="225" rx="${105 + (seed % 4) * 6}" ry="140" fill="hsl(${20 + (seed % 5) * 5} 45% ${45 + (seed % 6) * 7}%)"/>
    <ellipse cx="240" cy="${95 + (seed % 3) * 8}" rx="118" ry="60" fill="hsl(${(hue * 3) % 60} 35% ${15 + (seed % 4) * 12}%)"/>
    <circle cx="195" cy="215" r="12"/><circle cx="285" cy="215" r="12"/>
    <path d="M190 295 Q240 ${315 + (seed % 3) * 12} 290 295" stroke="#722" stroke-width="9" fill="none"/>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}
