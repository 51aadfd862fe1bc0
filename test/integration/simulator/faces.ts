import sharp, { type Sharp } from 'sharp';

/** A JPEG of this size as bare base64. Noise makes it large: it does not compress. */
export async function jpegBase64(side = 128, isNoisy = false): Promise<string> {
  return (await square(side, isNoisy).jpeg({ quality: 100 }).toBuffer()).toString('base64');
}

export async function pngBase64(): Promise<string> {
  return (await square(128, false).png().toBuffer()).toString('base64');
}

function square(side: number, isNoisy: boolean): Sharp {
  const create = { width: side, height: side, channels: 3 as const, background: 'grey' };
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  return sharp({ create: isNoisy ? { ...create, noise } : create });
}
