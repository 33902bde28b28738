/** A file that a variable names. */
export interface NamedFile {
  /** The variable, or the parameter of an address, for messages. */
  readonly variable: string;
  readonly path: string;
}

/** The files by which one end of a connection knows itself and the other end. */
export interface CertificateFiles {
  /** Certificates of the authorities that the other end's certificate must come from. */
  readonly ca?: NamedFile | undefined;
  /** Lists of revoked certificates, one of each authority. */
  readonly crl?: NamedFile | undefined;
  /** The own certificate, with those between it and its authority after it. */
  readonly certificate?: NamedFile | undefined;
  /** The key of the certificate. */
  readonly key?: NamedFile | undefined;
}

export const fileSettings = ['ca', 'crl', 'certificate', 'key'] as const;

/** True if any file is named. */
export function namesFiles(files: CertificateFiles): boolean {
  return fileSettings.some((name) => files[name] !== undefined);
}
