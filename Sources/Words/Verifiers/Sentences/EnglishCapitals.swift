/// How common English words are written; made by Tests/Fixtures/english_capitals.py.
enum EnglishCapitals {
    /// Written with a capital at the beginning of sentences alone.
    static let startingOnly = words(
        """
        abandoned able abortion above absence absolutely abuse academic accept acceptable accepted
        accident accompanied accuracy accurate accused achieve achieved acid acted actions active
        actively actors ad adding addition address addressed adds administrative admitted adopted
        adult adults advantage adventure advice affected afford affordable afraid afternoon
        afterwards aged agencies agenda agent agents aggressive agreed agricultural ahead aim aimed
        ain album alert alive alleged allies allow allowed allowing allows almost along already
        alternative always amateur ambassador amount amounts analysis ancient and/or angle angry
        animal animals anniversary announce announced announcement annual answered answers anybody
        anyone anything anyway anywhere apartment apparent apparently appear appearance appeared
        application applications applied applies apply applying appointed appointment appreciate
        approach approaches appropriate approximately architecture arena argue argued arguing
        argument arguments arm arranged arrangement arrangements arrest arrival arrive arrived
        article articles artificial artist ask asked asking aspect aspects assault assembly assigned
        assist associate assume assumed assuming ate athletes atmosphere attached attack attacked
        attacking attacks attempted attempting attempts attend attended attending attention attitude
        attracted attractive audience audio author authorities authors automatically autumn
        available awarded awards aware awareness awesome awful awkward babies backed backing badly
        bag bags balls band banned barely bars baseball basic basis bat battery bearing beast beat
        beating beats became become becoming bed bedroom beef begin behalf behavior behind being
        belief believe believed believes belong belongs bench beneath benefit besides bet better
        between beyond bigger biological biology birds birth bit bite blame blast blessed blind
        blocked blocks blood boards boats bodies body bold bomb bond bone bonus borders bother
        bottle bound boundaries bow box boxes boy boys brain branch brand bread break breaking
        breaks breast breath breathing brick briefly bright brilliant bringing brings broke broken
        brother buddy build built bunch burden buried burn burned burning bus businesses butt butter
        cabinet call calling calm came camera candidate candidates cannot capable capture captured
        car carbon careful carefully carried carries carry carrying cast categories caught cause
        caused causes causing celebrate cell cells cent cents centuries certainly certificate chair
        challenge challenges challenging champions chance chances channels chaos character
        characters charge chart check checked checking cheese chef chest choice choices choose
        choosing chose chosen churches circuit circumstances civilian claim claimed claiming classes
        classical classified cleaning client climate climb clip clock closing clothes clothing cloud
        clubs coaches coaching coalition coat coins cold collaboration colleagues collect collected
        collective colleges colonel colors column combat combination combined comedy comfort
        comfortable comic commander comment comments commit commitment committed commonly compare
        compared comparison compensation compete competing competitive complain complaints complete
        completed completely completion complicated component components composed composition
        concentration concerned concerning concerns concluded conclusion concrete condition
        conditions conduct conducted confident confirm confirmed conflict confused connected
        connection connections consent consequences consider considerable consideration considered
        considering consistent consistently consists conspiracy constant constantly constitutional
        constructed consumption contact contain contained containing contains contemporary content
        contest context continued continuing contrast contribute contributed contribution
        contributions controlled controversial controversy conventional conversation conversations
        conversion convince convinced cooking cool copies cops copy copyright core corner
        corporation corps correct corruption cost counter counties counting counts couple couples
        courage course courses covered covering covers crack craft crash cream create created
        creates creating creation credits crew crimes criticism critics crossed crossing crowd
        crying crystal cultural cure curious currently custody custom customer cute cutting cycle
        damn dancing danger dangerous dark database date dated dates dating daughter dawn dealing
        deaths debate debut decade decent decide decisions declared dedicated deep deeper deeply
        default defeat defending defensive define defined definition degree degrees delicious
        deliver delivered delivery demands demonstrated denied deny dependent depending depends
        depth derived describe described describes describing description deserve deserves
        designated designed designer designs desire desk desperate destroy destroyed detail detailed
        details determine determined develop developed developers developing developments dialogue
        didn die dies diet difference differences different differently difficult difficulty dig
        direct directed direction directions directly dirt dirty disappeared disappointed disaster
        discipline discover discovered discovery discrimination discuss discussed discussion
        discussions disorder display distance distinct distributed districts diverse divided doctor
        document documentary documents does doesn dogs doing dollars domestic dominant done door
        doors double doubt downtown dozen draft drag drama dramatic draw drawing drawn dress dressed
        drink drinking drinks driven drivers dropped dropping drove drugs drunk dying dynamic ear
        earlier early earn earning ears easier easily eating edge editing edition educated effective
        effectively effects efficiency efficient egg eight either elections element elementary
        elements eligible else elsewhere emergency emotional emotions empire employed employee
        employer employers empty enable encounter encourage enemies engage engaged engagement
        engineer engineers engines enjoy enjoyed enjoying enormous enough ensure enter entered
        entering entire entirely entitled entrance entry environment episode equal equality equally
        equipped equivalent era errors escape especially essay essential essentially establish
        established establishment estimated estimates et etc ethnic event eventually ever everyday
        everywhere evidence evil exact exactly exam examination example examples excellent except
        exception excited exciting exclusive exclusively excuse executed execution exercise exist
        existed existence existing exists expand expanded expansion expecting expense expenses
        expensive experience experienced experiences experiment experimental expert experts explain
        explained explaining explains explanation explore export exposed exposure expressed
        expression extend extent external extra extraordinary extreme extremely eye eyes faced
        facility facing fact factor factory faculty failing fairly faith fake fallen falling fame
        familiar families famous fan fancy fans fantastic farmers fashion faster fastest fat fate
        fault favor favorite fear feature featured features featuring feedback feeding feeling feels
        feet fellow felt female females fewer fighter figure figured figures file filed files fill
        filled films final finally findings fingers finish finished fired firing fish fishing fit
        fitness fits fix fixed flag flash flight flood floor flower flowers fly flying focused
        focusing folk follow followed followers following follows foot forced forces forever forget
        formal format formation formed formerly formula forth forward fought founded founder
        framework franchise frequency frequent frequently friend friendly friendship frozen fully
        functions fundamental funded funny furthermore gained gang gather gathered gathering gave
        gay gender generate generated generations genius giant gift gifts girl girlfriend girls
        given gives giving glasses global glory goals gods goes going golf gotten governments
        governor grab grandfather grateful grave greater greatest greatly grew gross ground grounds
        growing grown guarantee guardian guards guess guest guests guidance guidelines guitar gun
        guns guy habit hadn hair handed handle handled hands handsome hang hanging happen happened
        happening happens happy harder harm hasn hate headed heading heads healthy hear hearing
        hearts heaven heavily heavy height helped helpful helping helps hence her here hero heroes
        herself hide hiding highest highlights highly hilarious him himself hire hired hiring
        historic historical hits hitting hold holds holidays homeless honest honestly honor hop
        hoping horror horse hospitals host hosted hosts hot hour hours houses huge humanity humans
        hundred hundreds hunting hurts husband idea ideal identified identity idiot ignore ignored
        illegal illness image images imagination imagine immediate immediately immigrants
        implementation implemented importance important impossible impressed impression impressive
        improve improved improvement improvements improving inch inches incident include included
        including increased incredible indeed independence independent indicated indicates
        individual individuals infection influence informed initial initially injured injuries
        injury inner innovation input inside inspector inspired installed instance instant instead
        instructions instrument integrated integration integrity intellectual intelligent intent
        intention interested interesting interests interior interpretation intervention interviews
        into introduced invasion invest investigate invite invited involve involves isn issued item
        items jacket jail joined joining joke jokes journalist journalists journey judges jumped
        jumping junior keeps kept kick kicked kid kids kill killed killing kills kinds kiss kit
        kitchen knew knife knock knowledge known lab laboratory lack laid landing language languages
        laptop largely larger lately latter laugh laughed laughing launch launched le leaders
        leadership leading leads leaf learn learned least led legendary legislation legislative
        length lesson lessons lets letters letting lie lies lieutenant lifetime lift lighting
        lightning lights liked likes linked links lion liquid list listed listen listening listing
        lists literally literary literature lived lives living located location locations lock
        locked logo longest looked looking loose lose losing lot loud loved lover loves lunch luxury
        lying lyrics magical mainly mainstream maintain maintained maintaining maintenance majority
        makeup male mall manage managed manager managing manner margin marked marriage mask massive
        match math mature maximum meal mean meaning measured measures mechanical mechanism medium
        meetings meets member membership mental mention mentioned menu merely mess message messages
        method mid midnight miles milk millions mind minds mine minimum ministers minority minute
        missed missing mistake mistakes mix mobile moderate modified mom moment moments monitoring
        monthly months mood moon moral morning mother mothers motivation mounted mouse mouth moved
        movements multiple murder murdered muscle myself narrative narrow nasty native naturally
        nature naval nearby necessarily necessary neck need needed needs negative neighborhood
        neighbors neither nervous networks neutral nevertheless newly newspaper nights noise non nor
        normally nose note noted nothing noticed novel nowhere number numbers numerous nursing nuts
        object objective objects observed obtain obtained obvious occasion occasionally occasions
        occupied occur occurred occurs ocean odd odds offense offensive offered officer okay older
        oldest ones ongoing onto opened opening opens operate operated operator opinions opponents
        opportunities opportunity opposite oral ordered ordinary organizations organized origin
        original originally otherwise ought ourselves outcome outdoor outer outstanding overall
        overcome owned owner ownership oxygen pack packed page pages paid pain painful paint painted
        pair pants parallel parking parks participants participate participation particular
        particularly partly partner pass passage passed passenger passengers passes passing passion
        path patient patients patterns pays peaceful peak pen peoples per percent percentage perfect
        perfectly perform performance performances performed performing periods permanent permission
        permit person personal personality personally personnel persons petition phase philosophy
        phone phones photograph photographer photography photos phrase physical piano pick picked
        picking piece pieces pilot pink pipe pit pitch places plain plane planet planned plastic
        plate platform play played player playing plays pleasant please pleased pleasure plenty plot
        pointed points pole political politicians politics poll pool pop popularity port portion
        portrait position positive possession possibility possibly posting potential potentially
        pound pounds poverty powerful powers practical practice praise prayer precious prefer
        preferred pregnant premium preparation prepare prepared preparing presence present
        presentation presented pretty prevent previous previously pride priest primarily prince
        principal principle printed prior priority prisoners private pro probably problem problems
        procedures process processes processing produced producing product productive professionals
        professor profile program programming projects prominent promise promised promises promoting
        promotion proof proper properly proposed protect protected protecting protein proud prove
        proved proven provide provided provides province psychological psychology publication
        publicly published pull pulled pulling punishment purchased pure purposes pursue pushed
        pushing put puts putting qualified quarters question questions quotes races racial racing
        radiation radical rain ran range ranks rapid rapidly rarely rated rating ratio raw reaching
        reaction reactions reader readers reads reality realize realized reasonable receive received
        receiving recent recently reception recipe recognition recognize recognized recommend
        recommendations recommended recorded recover recovered reduced reduction refer referred
        referring refers reflect refugees refuse refused regard regarded regarding regardless regime
        region regional regions registered registration regret regular regularly regulations
        rejected relation relationship relationships relative relatively relax released releases
        relevant reliable relief religion religious rely remain remained remaining remarkable
        remember remind reminds remote removal remove removed removing rent repeated replace
        replaced replacement replied reply reporting represent representation representatives
        represented representing represents reputation requested require required requirements
        requires rescue researchers residential residents resolution resort respect respectively
        respond responded response responses responsible restaurant restaurants restrictions result
        resulted resulting results retired returned returning reveal revealed reveals revenge
        reverse reviewed reviews reward rid ridiculous riding right rings rising roads rob robot
        rocket rocks roles roll romance romantic roof rooms roots rough roughly round routine ruin
        ruined ruled runs rural rush sad safe sake same sample samples sand sat satisfied sauce
        saved saving saw scale scary scene scenes schedule scheduled scope score scored scoring
        screaming script se season seasons secondary seconds secrets section sections secure secured
        seed seeds seeing seem seemed seems segment select selected selection selling senator send
        sense sensitive sent sentence separate separated serial seriously serve served serves
        serving session sessions setting settings settled seven seventh severe sex sexual sexy
        shadow shake shape shaped shared sharing shed shell shelter shift shipping ships shirt
        shirts shock shocked shoes shoot shooting shore shorter shortly shot shots shoulder shouldn
        showing shown shut sight signals signed significant significantly signing silence similar
        similarly simple simply sin sing single sister sit sitting situations size skill skills skin
        slight slow slowly smaller smell smile smoke smoking smooth snow so soil solar soldier
        soldiers sole solid solution solutions solve somehow someone sometimes somewhat son songs
        soon sooner sorry sort soul sounds source spaces spare speak speakers speaking speaks
        specialist species specific specifically spectrum speech speed spell spend spending spent
        spin spirit spiritual spoke spoken sponsored sport spots spread squad stability stable stage
        stages stand standing stands started starting stated statement statements status stayed
        staying steady steal stealing steam stem step stick still stolen stood stopped stopping
        stops storage stories strange stream streets strength stress stretch strict strikes string
        strip strongly struck structure structures struggling stuck studied studio studying stunning
        style subjects submit submitted subsequent subsequently substantial succeed success
        successful successfully such sudden suddenly suffer suffered suffering sufficient suggest
        suggested suggesting suggestion suggestions suggests suicide suitable sum summit supplied
        supported supporters supporting supports suppose supposed surely surface surgery surprise
        surprised surprising surrounded surrounding survival survived suspect suspended suspension
        swear swimming swing sword symptoms syndrome tables taking tale talent talented talked tall
        tank tap tape targeted targets task taste taught tea teach teacher teaching team teams tear
        technique teen telling temperature temperatures temporary ten tend tension term terms
        terrible territory terrorism terrorist tested testing text thank thanks them themselves
        theory therapy therefore thick thin things think thinking thinks though thought thoughts
        thousand threat threatened threats threw through throughout throw throwing thrown thus
        ticket tie tight timing tiny tip tips tired title titles together toilet tomorrow ton tone
        tons took topics totally touched tournament towards towns toxic tracks tradition traditional
        trail train trained trains transactions transfer transferred transition translation
        transmission trap traveling treat treated treating treatment trees trend trials tribute
        trick tried tries trigger triple trips troops true truly truth try trying tune tunnel turn
        turned turning turns twist type typical typically ugly uh ultimate ultimately unable
        underground understand understood unexpected unfortunately uniform unions unique unity
        universities unknown unless unlike unlikely unusual updated updates upon upset us useful
        user uses using vacation valid valuable values variety various vary vast ve vehicle version
        versions versus very vessel via victim victory videos village violent virtual virtually
        virus visible vision visited visiting visitors visits visual volunteers voters votes wage
        wait waited waiting walk walked walking walks walls wanted wanting wants warm warning
        warrant waste watched watching waters wave waves wealth weapon weapons wear wearing weather
        web wedding weekend weeks weight welcome welfare went were weren wet wheels whenever whereas
        wherever whether which whole whom wide widely wife willing win window winds winner winners
        wisdom wise wish within without witness witnesses wonderful wondering wooden words wore
        worked working worn worried worse worst wound wounded writer writers writes writing written
        ya yes yesterday yet younger your yourself youth zero zone
        """)

    /// Written with a capital inside sentences too, as a part of names.
    static let anywhere = words(
        """
        a ability about abroad absolute access according account accounting accounts achievement
        acquired acquisition across act acting action activities activity actor actress acts actual
        actually add added additional administration admit ads advance advanced advertising affair
        affairs affect after again against age agency ago agree agreement agriculture aid aids air
        aircraft airport alarm alcohol all alliance alone also although am amendment among an and
        angels anger another answer any anymore apart appeal appeals appears approval approved are
        area areas aren armed arms army around arrested arsenal art artists arts as aside asks
        assessment asset assets assistance assistant associated association at attempt attorney
        auction authority auto automatic avenue average avoid award away b baby back background bad
        balance ball ban bang bank banking banks bar base based basically basketball battle bay be
        beach bear bears beautiful beauty because becomes been beer before began beginning begins
        begun bell below belt benefits best bid big biggest bill billion bills birthday black block
        blow blue board boat bob bonds bones book books boom boost boots border born boss both
        bottom bought brands breakfast brief bring broad broadcast brothers brought brown budget
        building buildings bull bureau business busy but buy buying by c cable calendar called calls
        cameras camp campaign campus can cancer candy cap capacity capital card cards care career
        cares carrier cars case cases cash castle cat catch category cats celebrity center centers
        central century certain certified chain chairman chamber champion change changed changes
        changing channel chapter charged charges chase cheap cheaper checks chemical chicken chief
        child children china chip chocolate church cited cities citizen citizens city civil claims
        class classic clean clear clearly clients clinical close closed closely closer club coach
        coal coast code coffee collection college color come comes coming command commerce
        commercial commission commissioner committee common communications communist communities
        community companies company competition complaint complex comprehensive computer computers
        concept concern concert conference confidence congress conservation conservative
        constitution construction consumer consumers continue continues contract contracts control
        controls convention cooperation copper corporate costs cotton could couldn council count
        countries country county court courts cover coverage crazy creative credit crime criminal
        crisis critical cross crown crucial cruise cry culture cup currency current customers cut
        cuts d dad daily damage damaged dance data day days de dead deal deals dean death debt
        decades decided decision decline defend defense definitely delay demand democracy democratic
        department departure deposit deputy des desert design despite development device devices di
        did died digital dinner director directors discount discussing disease diseases dispute
        distribution district division do doctors dog dollar don down dream dreams drew drive drives
        driving drop drug dry due during dust duties duty each earned earnings earth ease east
        eastern easy eat economic economics economy editor education educational effect effort
        efforts elected election electric electrical electricity electronic elite employees
        employment en encouraged end ended ending ends enemy energy enforcement engine engineering
        enterprise entertainment environmental equipment equity error estate estimate even evening
        events every everybody everyone everything exchange executive exit expect expectations
        expected explosion express extended extension extensive face faces facilities factors facts
        fail failed fails failure fair fall falls false family fantasy far farm fast father fed
        federal fee feed feel feelings fees fell festival fever few field fields fifth fight
        fighting film finance financial find finding finds fine fire firm firms first fiscal five
        flat fleet flow focus food foods fool football for force foreign forest forgotten form
        former forms fortune forum foster found foundation four fourth fox fraud free freedom fresh
        friends from front fruit fuel full fun function fund funding funds funeral furniture further
        future gain gains gallery game games gap garden gas gate gates gear general generally
        generation genetic get gets getting giants give glass globe go goal god gold golden gone
        good goods got government grace grades graduate grand grant granted gray great green group
        groups grow growth guaranteed guard guide guilty gulf guys gym had half hall hand handling
        hard hardly hardware has have haven having he head headquarters health heard heart heat held
        hell help heritage hey hidden high higher highway hills hip his history hit holding holiday
        home homes hope hoped hopes horses hospital hotel hotels house household housing how however
        human hunt hunter hurt ice ideas identify if ill immigration impact in includes income
        increase increases increasing increasingly index indicate industrial industries industry
        information initiative innocent inquiry institute institution institutions instruments
        insurance intelligence intended intense interest internal international interview introduce
        introduction investigation investment investments investors involved involvement involving
        iron is island islands isolated issue issues it its itself jazz jet job jobs join joint
        journal judge judgment jump jury just justice keep keeping key kind king know knowing knows
        la labor lady lake land landscape lane large largest last late later latest law laws lawyer
        lawyers lay lead leader league learning leave leaves leaving left leg legal legitimate less
        let letter level levels liberal license life light like likely limit limited limits line
        lines link little live load loan loans local logic long longer look looks los loss losses
        lost lots love low lower lowest luck lucky machine machines made magazine magic mail main
        major make maker makes making man management managers manufacturers manufacturing many maps
        march marine mark market marketing markets marks married mass master masters mate material
        materials matter matters may maybe mayor me means meant meanwhile measure meat media medical
        medicine meet meeting members memorial memories memory men met metal methods middle might
        mile military mill million mills mining minister ministry minor minutes mirror miss mission
        mixed model models modern money monitor month more mortgage most mostly motion motor mount
        mountain mountains move movement moves movie movies moving much municipal museum music
        musical must mutual my mystery naked name named names nation national nations natural navy
        near nearly net network never new news newspapers next nice night nine no nobody none normal
        north northern not notes notice now nuclear nurse obviously of off offer offering offers
        office officers offices official officially officials often oil old on once one only open
        opera operating operation operations opinion opposed opposition option options or order
        orders organization other others our out output outside over overseas own owners pace
        package palace panel paper papers parent parents park parliament part parties partners
        partnership parts party past pattern pay paying payment payments peace penalty pension
        people perhaps period perspective pet photo photographs physics picks picture pictures pizza
        place placed plan planning plans plant plants players plus pocket point police policies
        policy polish poor popular population positions possible post posted posts power practices
        premier president presidential press pressure prevention price prices primary prime
        principles print printing prison prize procedure produce producer producers production
        products professional profit profits programs progress progressive project promote
        properties property proposal protection protest providing public publications publishing
        pump purchase purpose push quality quarter queen quest quick quickly quiet quit quite race
        radio rail railroad railway raise raised raising rally random rank rare rate rates rather
        ratings re reach reached read reading ready real really reason reasons recall record
        recording records recovery red reduce reducing reference reform register regulation
        regulatory related relations release remains repair report reported reporter reports
        representative republic request requests requirement research reserve reserves resistance
        resource resources responsibility rest retail retirement return returns revenue review
        revolution rice rich ride rights ring rise risk risks road rock role rolling room rose route
        row rubber rule rules ruling run running s safety said salary sale sales salt satellite save
        savings say saying says scared scheme school schools science scientific scientists scores
        screen sea search seat seats second secret secretary sector securities security see seek
        seeking seen sees sell sending senior series serious service services set sets settle
        settlement several share shares sharp she sheet shield ship shoe shop shopping shops short
        should show showed shows side sides sign signal signature signs silent silver since singer
        singing sir site sites situation six sixth sleep sleeping slide slightly slip small smart
        snake social socialist society soft software sold some somebody something somewhere song
        sought sound sources south southern space speaker special split sports spot spring springs
        spy square staff standard standards star stars start starts state states station stations
        statistics stay steel steps stock stocks stone stop store stores storm story straight
        strategic strategies strategy street strike strong stronger struggle student students
        studies study stuff stupid subject substance sue sugar suit suits summary summer sun
        superior supplies supply support supreme sure survey survive sweet switch symbol system
        systems table take taken takes talk talking talks target tasks tax taxes teachers tears tech
        technical techniques technologies technology teeth telephone television tell tells tennis
        test tests than that the theater their theme then theories there these they thing third this
        those thousands three tickets tied ties time times to today told too tool tools top topic
        total touch tough tour tourism toward tower town toy toys track trade trading traffic
        training transport transportation trash travel treasury treaty tree trends trial trip
        trouble truck trust tube turkey twice two types uncle under understanding unemployment union
        unit united units universal universe university until up upgrade upper urban use used
        useless users usual usually utility value van vehicles venture veterans vice victims video
        view viewed viewers views violence visit vital voice volume vote voted voting wages wake
        wall want war ward wars was wasn watch water way ways we weak week weekly well wells west
        western what whatever wheel when where while white who whose why wider wild will wind
        windows wine wing winning wins winter wire with woman women won wonder wood woods word work
        worker workers works world worlds worldwide worry worth worthy would wouldn write wrong
        wrote year years you young z
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
