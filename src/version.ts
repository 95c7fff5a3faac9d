/** Of the package; the test suite holds it against package.json. */
export const VERSION = "0.1.0";
