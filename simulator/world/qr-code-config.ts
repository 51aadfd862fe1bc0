/** How long a dynamic QR code of a person is good. */
export interface QrCodeConfig {
  /** 0 static, 1 dynamic. */
  readonly type: number;
  readonly validTime: number;
  /** 0 minutes, 1 hours, 2 days. */
  readonly validTimeUnit: number;
}

export const FIRST_QR_CODE_CONFIG: QrCodeConfig = { type: 0, validTime: 10, validTimeUnit: 0 };
