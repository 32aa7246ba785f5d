package dev.companion.core.review.context;

import dev.companion.core.git.GitPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What secrets look like, by name and by content. It errs towards "secret": what is left out by mistake is listed, what is
 * sent by mistake cannot be called back. Every pattern is bounded, so that a hostile file cannot hold it up.
 */
final class SecretShapes {
    private static final Pattern HARMLESS_NAME =
            Pattern.compile(".*[.](?:example|sample|template|dist|defaults?)(?:[.][a-z]+)?|.*[.]pub");
    private static final Pattern SECRET_NAME = Pattern.compile(Stream.of(
                    "[.]env(?:[._-].*)?",
                    ".*[.]env",
                    "[.]envrc",
                    ".*[.](?:pem|key|p8|p12|pfx|jks|jceks|keystore|bks|kdbx?|ppk|pgp|gpg|ovpn|agekey)",
                    "id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?:_sk)?(?:[._-].*)?",
                    "ssh_host_.*_key",
                    "[._]netrc",
                    "[.](?:pgpass|my[.]cnf|npmrc|yarnrc[.]yml|pypirc|htpasswd|git-credentials|dockercfg|vault-token|boto|s3cfg)",
                    "[.]?credentials?(?:[.](?:json|ya?ml|toml|ini|txt|xml|csv|properties|cfg|conf|enc|db))?",
                    "[.]?secrets?(?:[._-][a-z0-9_-]+)?[.](?:json|ya?ml|toml|ini|txt|xml|properties|cfg|conf|env|enc)",
                    "(?:client|app)[._-]?secrets?.*[.]json",
                    "service[._-]?account.*[.]json",
                    ".*[._-]credentials?[.]json",
                    "application_default_credentials[.]json",
                    "kubeconfig(?:[._-].*)?",
                    "auth[.]json",
                    "passwords?(?:[.](?:txt|csv|json|ya?ml|xml))?",
                    ".*[.]tfstate(?:[.]backup)?",
                    ".*[.]tfvars(?:[.]json)?")
            .reduce((one, other) -> one + "|" + other)
            .orElseThrow());
    private static final Pattern SECRET_PLACE =
            Pattern.compile("(?:.*/)?(?:[.]ssh|[.]gnupg|[.]aws|[.]azure|[.]kube|[.]docker|[.]config/gcloud)/.+");

    private static final List<Pattern> CONTENTS = Stream.of(
                    "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
                    "AGE-SECRET-KEY-1[0-9A-Z]{20}",
                    "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b",
                    "(?i)aws_?secret_?(?:access_?)?key[\"']?\\s{0,5}[=:]\\s{0,5}[\"']?[A-Za-z0-9/+=]{40}",
                    "\\bgh[pousr]_[A-Za-z0-9]{30}",
                    "\\bgithub_pat_[A-Za-z0-9_]{22}",
                    "\\bglpat-[A-Za-z0-9_-]{20}",
                    "\\bsk-(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{16}",
                    "\\bsk-[A-Za-z0-9]{32}",
                    "\\b[sr]k_live_[0-9A-Za-z]{16}",
                    "\\bxox[abeoprs]-[A-Za-z0-9-]{10}",
                    "\\bAIza[0-9A-Za-z_-]{35}",
                    "\\bnpm_[A-Za-z0-9]{36}",
                    "\\bhf_[A-Za-z0-9]{30}",
                    "\\bpypi-[A-Za-z0-9_-]{30}",
                    "\\bSG[.][A-Za-z0-9_-]{16,32}[.][A-Za-z0-9_-]{16}",
                    "\\beyJ[A-Za-z0-9_-]{10,400}[.]eyJ[A-Za-z0-9_-]{10,4000}[.][A-Za-z0-9_-]{10}",
                    "\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@]{1,100}:[^\\s/:@${<*]{6,200}@",
                    "(?i)(?:password|passwd|secret|token|api_?key|access_?key)[\"']?\\s{0,5}[=:]\\s{0,5}[\"']"
                            + "(?=[^\"'\\s]{0,200}[0-9])(?=[^\"'\\s]{0,200}[A-Za-z])[A-Za-z0-9+/=_.~-]{20,200}[\"']")
            .map(Pattern::compile)
            .toList();

    private SecretShapes() {}

    /** Whether a file of that name is taken for a secret, whatever it holds. */
    static boolean isName(GitPath path) {
        // A name that is no UTF-8 is looked at all the same; the patterns are of ASCII.
        String name = path.text()
                .orElseGet(() -> new String(path.toBytes(), StandardCharsets.ISO_8859_1))
                .toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (HARMLESS_NAME.matcher(last).matches()) {
            return false;
        }
        return SECRET_NAME.matcher(last).matches() || SECRET_PLACE.matcher(name).matches();
    }

    /** Whether the text has a secret in it. */
    static boolean isIn(CharSequence text) {
        return CONTENTS.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }
}
