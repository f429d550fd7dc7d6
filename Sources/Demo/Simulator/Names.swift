/// What attackers try and visitors use.
enum Names {
    static let root = [
        "root", "root", "root", "admin", "ubuntu", "debian", "oracle", "postgres", "git", "test", "user", "pi",
        "deploy", "ftpuser", "hadoop", "jenkins", "minecraft", "steam", "es", "www-data", "guest", "support",
        "mysql", "nagios", "vagrant", "centos", "dev", "backup", "tomcat", "ansible",
    ]
    static let mailboxes = [
        "info", "office", "sales", "contact", "admin", "billing", "hr", "marketing", "noreply", "postmaster",
        "scanner", "webmaster", "accounting", "service", "test",
    ]
    static let scanned = [
        "wp-login.php", "wp-admin.php", "wp-signup.php", "phpmyadmin/index.php", "phpMyAdmin/scripts/setup.php",
        "pma/index.php", "admin/phpmyadmin/", "roundcube/index.php", "webmail/", "horde/login.php",
        "cgi-bin/luci", "cgi-bin/test.cgi", "mysqladmin/", "xampp/phpmyadmin/",
    ]
    static let pages = ["", "about", "products", "contact", "css/site.css", "favicon.ico", "blog/2026/autumn"]
    static let staff = ["anna", "marek", "julia", "deploy", "tomas"]

    /// A name that fits the service and what is done there.
    static func any(
        for service: DemoService, _ kind: Attempt.Kind, using random: inout SeededGenerator
    ) -> String {
        switch (service, kind) {
        case (.webScan, .failure): pick(scanned, using: &random)
        case (.webScan, .visit), (.webLogin, .visit): pick(pages, using: &random)
        case (.submission, .failure), (.imap, .failure): pick(mailboxes, using: &random) + "@example.org"
        case (.submission, .visit), (.imap, .visit): pick(staff, using: &random) + "@example.org"
        case (_, .failure): pick(root, using: &random)
        case (_, .visit): pick(staff, using: &random)
        }
    }

    private static func pick(_ names: [String], using random: inout SeededGenerator) -> String {
        names[Int.random(in: names.indices, using: &random)]
    }
}
