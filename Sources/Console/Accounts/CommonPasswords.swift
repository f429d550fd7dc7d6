/// Passwords that every guesser tries first.
///
/// The words were gathered from general knowledge of what leaked lists share; no list was copied. A password is matched
/// as it stands, and again without digits and signs around it and with the usual digits-for-letters turned back, so
/// that each word stands for the thousands of its spellings (`Passw0rd`, `password123!`, `2024Welcome`).
enum CommonPasswords {
    /// `folded` is in lower case.
    static func contain(_ folded: String) -> Bool {
        let bytes = Array(folded.utf8)
        if keyboardRuns.contains(folded) { return true }
        return spellings(of: bytes).contains { words.contains($0) }
    }

    private static func spellings(of bytes: [UInt8]) -> [String] {
        let core = trimmed(bytes, where: { !isLetter($0) })
        let withSigns = trimmed(bytes, where: { !isLetter($0) && unleeted[$0] == nil })
        let all = [bytes, Array(core), bytes.map(letter), withSigns.map(letter), core.map(letter)]
        return all.flatMap { [$0, halved($0)] }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// `passwordpassword` is `password` twice.
    private static func halved(_ bytes: [UInt8]) -> [UInt8] {
        let half = bytes.count / 2
        return bytes.count.isMultiple(of: 2) && bytes[..<half] == bytes[half...] ? Array(bytes[..<half]) : bytes
    }

    private static func trimmed(_ bytes: [UInt8], where isOuter: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var rest = bytes.drop(while: isOuter)
        while let last = rest.last, isOuter(last) { rest = rest.dropLast() }
        return rest
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) || byte >= 128 }

    private static func letter(_ byte: UInt8) -> UInt8 { unleeted[byte] ?? byte }

    private static let unleeted: [UInt8: UInt8] = [
        UInt8(ascii: "0"): UInt8(ascii: "o"), UInt8(ascii: "1"): UInt8(ascii: "i"),
        UInt8(ascii: "3"): UInt8(ascii: "e"),
        UInt8(ascii: "4"): UInt8(ascii: "a"), UInt8(ascii: "5"): UInt8(ascii: "s"),
        UInt8(ascii: "7"): UInt8(ascii: "t"),
        UInt8(ascii: "@"): UInt8(ascii: "a"), UInt8(ascii: "$"): UInt8(ascii: "s"),
        UInt8(ascii: "!"): UInt8(ascii: "i"),
    ]

    /// What fingers do along the rows of a keyboard.
    private static let keyboardRuns: Set<String> = words(
        """
        123456789 1234567890 12345678 87654321 987654321 0987654321 123123123 123321123 11223344 1122334455 12341234
        12344321 123454321 147258369 741852963 159753456 789456123 147852369 123456123456 102030405060 10203040
        1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 1qaz2wsx 1qaz2wsx3edc 2wsx3edc zaq12wsx zaq1xsw2
        zaq1zaq1 1qazxsw2 qazwsxedc qazwsx123 qweasdzxc qwe123456 qweqweqwe asdasdasd zxczxczxc a1b2c3d4 a1b2c3d4e5
        abcd1234 abcde12345 abc123456 abc12345 1234abcd 123abc123 aa123456 a12345678 a123456789 q123456789 qwer1234
        1234qwer 12qwaszx asdf1234 zxcv1234 asdfghjkl asdfghjk zxcvbnm123 zxcvbnmzxcvbnm qwertyui poiuytrewq mnbvcxz
        lkjhgfdsa qwaszx123 pass1234 test1234 user1234 root1234 a1234567 1a2b3c4d p@ssw0rd 00000000 11111111
        !@#$%^&* !qaz2wsx !qaz@wsx 1qaz@wsx qwerty!@# 19691969 20202020 01012000 01011990 31121999
        """)

    private static let words: Set<String> = words(
        """
        password passwords passwort passwd passw pass passphrase mypassword thepassword newpassword yourpassword
        nopassword changeme changeit changethis change letmein letme welcome welcomeback admin admins administrator
        administrador adminadmin adminpass superadmin sysadmin superuser root rootroot toor rootpass user username
        guest public default demo test tests tester testing testtest temp temporary secret secrets topsecret mysecret
        server system support service backup master masterkey login logins signin access accesso account control
        database oracle mysql postgres postgresql mariadb redis mongodb elastic docker kubernetes ubuntu debian
        centos fedora redhat linux windows microsoft apple google amazon facebook twitter youtube instagram linkedin
        netflix samsung android iphone internet computer network security firewall router switch cisco ciscocisco
        raspberry raspberrypi openelec pfsense opnsense proxmox synology qnap unifi ubnt mikrotik zabbix grafana
        prometheus nagios jenkins gitlab github wordpress joomla drupal magento plesk cpanel webmaster webadmin
        postmaster hostmaster vagrant ansible puppet terraform tomcat jboss weblogic apache nginx ftpuser anonymous
        qwerty qwertz azerty qwert qwertyuiop qwertyqwerty qazwsx asdfgh asdfghjkl asdf asdfasdf zxcvbn zxcvbnm zxcv
        iloveyou ilovegod ilovehim loveyou lovely lover lovers love loveme mylove trueloves trustno trustnoone nothing
        whatever anything something everything forever together because dragon dragons monkey monkeys tiger tigers lion
        panther jaguar leopard eagle eagles falcon phoenix wolf wolves bear bears horse horses dolphin dolphins shark
        chicken rabbit kitty kitten kittycat hellokitty puppy buster charlie max rocky buddy ginger pepper maggie
        baseball football soccer basketball hockey tennis golf golfer volleyball softball rugby cricket swimming
        yankees cowboys lakers steelers packers redsox raiders broncos dodgers giants liverpool arsenal chelsea
        manchester barcelona realmadrid juventus bayern superman batman spiderman ironman starwars startrek skywalker
        darthvader yoda pokemon pikachu naruto goku zelda mario sonic minecraft fortnite roblox warcraft counterstrike
        playstation nintendo gandalf frodo matrix terminator godzilla avatar harrypotter hogwarts jamesbond
        princess prince queen king angel angels babygirl babyboy baby sweetheart sweety sweetie honey beautiful
        butterfly flower flowers rose roses jasmine daisy sunflower sunshine sunrise sunset rainbow summer winter
        spring autumn january february march april june july august september october november december monday
        tuesday wednesday thursday friday saturday sunday chocolate cookie cookies cheese banana bananas orange apples
        strawberry blueberry cherry peaches coffee pizza hamburger bacon pancake michael michelle jennifer jessica
        ashley amanda daniel daniela andrew anthony joshua matthew robert thomas william jordan jordans taylor
        alexander alexandra alexandre sebastian christian christina christopher nicholas nicole samantha stephanie
        elizabeth victoria veronica natasha patricia patrick benjamin jonathan brandon justin austin dakota madison
        hannah olivia sophia isabella gabriel gabriela fernando fernanda roberto ricardo antonio francisco carlos
        martin martina andrea andreas stefan thomasthomas juliette sandra sabrina melissa vanessa carolina caroline
        mustang corvette ferrari porsche mercedes mercedesbenz yamaha kawasaki harley harleydavidson suzuki toyota
        chevrolet camaro dodge blaster hunter hunting fishing hunter shooter killer ranger warrior soldier marines
        freedom liberty america american england london paris berlin france germany deutschland espana italia mexico
        canada brasil brazil argentina colombia portugal poland polska russia china india pakistan australia newyork
        california texas florida chicago dallas boston houston phoenixaz jesus jesuschrist christ jehovah heaven
        blessed blessing faith hope faithful grace trinity church god godisgood godislove allah muhammad krishna
        metallica slipknot nirvana greenday linkinpark beatles rammstein blink eminem scorpion scorpio gemini pisces
        cancer libra sagittarius capricorn aquarius taurus virgo number numberone first lucky luckyone winner winning
        champion champions success money million millionaire dollar dollars business office company manager director
        president student students teacher school college university doctor nurse police fireman engineer developer
        programmer hacker hacked hackme cracker unknown nobody nobodyknows mother father mommy daddy family friends
        friend bestfriend sister brother grandma grandpa children hello hellohello helloworld goodbye goodluck
        thankyou please asshole fuckyou fuckme fuckoff bullshit bitch pussy cumshot biteme suckit sexy sexygirl
        sexybabe hotgirl hottie badboy badgirl bigdaddy biggie cowboy cowgirl snoopy scooby scoobydoo garfield mickey
        mickeymouse minnie winnie winniethepooh tinkerbell cinderella spongebob bugsbunny popeye simpsons homer bart
        peanut peanuts pumpkin marshmallow cupcake bubbles bubblegum snowball snowman snowflake crystal diamond
        diamonds silver golden platinum purple yellow orangejuice green black blackjack white blue bluesky redred
        midnight moonlight starlight stars shadow shadows phantom ghost spirit thunder lightning storm fire fireball
        water ocean pacific atlantic mountain river island beach hawaii vacation holiday holidays christmas halloween
        birthday newyear easter valentine patriots eagleone airforce maverick iceman goose topgun enterprise voyager
        discovery galaxy universe planet earth saturn jupiter mercury venus neptune pluto apollo zeus hercules athena
        correcthorsebatterystaple opensesame sesame abracadabra mellon swordfish rosebud trustme joshuatree nimda
        letmeinnow letmeinplease wachtwoord contrasena motdepasse kennwort parola parool heslo haslo senha salasana
        lozinka geheim hallo hallowelt bonjour soleil doudou loulou chouchou marseille schatz liebling sommer
        fussball schalke dortmund muenchen hejsan sverige bienvenido hola holahola teamo tequiero estrella mariposa
        alejandro alejandra valentina santiago guadalupe tinkle computer1 abcdef abcdefg abcdefgh abcdefghi
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.utf8.split { $0 == 32 || $0 == 10 }.map { String(decoding: Array($0), as: UTF8.self) })
    }
}
